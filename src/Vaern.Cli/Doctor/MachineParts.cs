using System.Globalization;
using System.Runtime.InteropServices;
using Vaern.App.Pictures;
using Vaern.Cli.Hosting;
using Vaern.Data;

namespace Vaern.Cli.Doctor;

/// <summary>What the machine has to bring.</summary>
internal static class MachineParts
{
    public static Finding Runtime() => Finding.Ok(".NET", RuntimeInformation.FrameworkDescription);

    /// <summary>Deadlines are counted in Danish time and texts are sorted and written as Danish.</summary>
    public static Finding DanishTime()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Copenhagen", out _))
        {
            return new Finding(Level.Fail, "Danish time", "the time zone Europe/Copenhagen is missing", "apt-get install tzdata");
        }
        var month = new DateTime(2027, 5, 1).ToString("MMMM", CultureInfo.GetCultureInfo("da-DK"));
        return month == "maj"
            ? Finding.Ok("Danish time", "Europe/Copenhagen, da-DK")
            : new Finding(Level.Fail, "Danish time", "the culture da-DK is missing (invariant globalization is on)", "unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, install libicu");
    }

    public static async Task<Finding> PostgresAsync(CancellationToken cancel)
    {
        var found = await PostgresBinaries.FindAllAsync(cancel);
        var needed = ServerChoice.OwnServer is null ? Level.Fail : Level.Warn;
        return found switch
        {
            [] => new Finding(needed, "PostgreSQL", "not installed", "apt-get install postgresql"),
            [{ Major: < PostgresBinaries.OldestMajor } old, ..] =>
                new Finding(needed, "PostgreSQL", $"{old.Version} is too old", $"install version {PostgresBinaries.OldestMajor} or newer"),
            [var newest, ..] => Finding.Ok("PostgreSQL", $"{newest.Version} in {newest.Folder}"),
        };
    }

    public static async Task<Finding> RendererAsync(CancellationToken cancel)
    {
        var run = await ProgramRun.ToEndAsync(["weasyprint", "--version"], cancel);
        return run.Succeeded
            ? Finding.Ok("PDF", run.Output.Trim())
            : new Finding(Level.Warn, "PDF", "WeasyPrint is missing: pages can be printed, not saved as PDF", "apt-get install weasyprint");
    }

    public static Finding ImageLibrary()
    {
        if (!NativeLibrary.TryLoad("libturbojpeg.so.0", out var library))
        {
            return new Finding(Level.Warn, "images", PictureProblem.NoJpegDecoder.Message, "apt-get install libturbojpeg0");
        }
        NativeLibrary.Free(library);
        return Finding.Ok("images", "libturbojpeg");
    }

    public static async Task<Finding> BrowserAsync(CancellationToken cancel)
    {
        var run = await ProgramRun.ToEndAsync(["chromium", "--version"], cancel);
        return run.Succeeded
            ? Finding.Ok("test browser", run.Output.Trim())
            : new Finding(Level.Warn, "test browser", "Chromium is missing: only the browser tests need it", "apt-get install chromium");
    }
}
