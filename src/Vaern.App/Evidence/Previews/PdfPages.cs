using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Vaern.App.Pictures;
using Vaern.Data;

namespace Vaern.App.Evidence.Previews;

/// <summary>
/// Pages of a PDF as pictures, drawn by poppler (<c>pdftoppm</c>) in a process that has shut itself in (<see cref="PageProgram"/>): ten seconds of processor,
/// 768 MiB, no file written, no network, no other program, and where the kernel has Landlock no file read but libraries and fonts. Scripts, attachments and
/// links of the file are not looked at. What comes out is only pixels, and they go through the picture worker like any other.
/// </summary>
public sealed class PdfPages
{
    public const int MostPages = 40;
    private const int MostPicture = 1_600 * 1_600 * 3 * 2;
    private const int MostWords = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly IReadOnlyList<string> fence;

    private PdfPages(IReadOnlyList<string> fence) => this.fence = fence;

    /// <summary>The program that this code is part of, with its hidden verb.</summary>
    public static IReadOnlyList<string> DefaultCommand => [.. PictureWorker.DefaultCommand.SkipLast(1), PageProgram.Verb];

    /// <summary>Null where poppler is missing or the process cannot shut itself in: without limits nothing is drawn.</summary>
    public static async Task<PdfPages?> FindAsync(CancellationToken cancel = default) =>
        await RunsAsync([.. DefaultCommand, "pdftoppm", "-v"], cancel) ? new PdfPages(DefaultCommand) : null;

    /// <summary>True when the kernel lets the program read libraries and fonts only (Landlock).</summary>
    public static bool ReadsFontsOnly => Landlock.Version > 0;

    /// <summary>How many pages are shown, at most <see cref="MostPages"/>; <c>document.damaged</c>, <c>document.time</c>, <c>document.worker</c>.</summary>
    public async Task<Result<int>> CountAsync(ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        var answer = await RunAsync([.. fence, "pdfinfo", "-"], file, MostWords, cancel);
        if (!answer.TryGet(out var words, out var error))
        {
            return error;
        }

        var line = Encoding.UTF8.GetString(words.Span).Split('\n').FirstOrDefault(one => one.StartsWith("Pages:", StringComparison.Ordinal));
        return int.TryParse(line?["Pages:".Length..].Trim(), out var pages) && pages > 0
            ? Math.Min(pages, MostPages)
            : new Error("document.damaged", "The file has no page that can be drawn.");
    }

    /// <summary>One page as PPM, at most 1,600 pixels a side.</summary>
    public async Task<Result<ReadOnlyMemory<byte>>> DrawAsync(ReadOnlyMemory<byte> file, int page, CancellationToken cancel)
    {
        if (page is < 1 or > MostPages)
        {
            return new Error("no-preview", "There is no such page.");
        }

        var number = page.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var drawn = await RunAsync([.. fence, "pdftoppm", "-q", "-scale-to", "1600", "-f", number, "-l", number, "-"], file, MostPicture, cancel);
        return drawn.IsOk && drawn.Value.Length == 0 ? new Error("document.damaged", "The page cannot be drawn.") : drawn;
    }

    private static async Task<bool> RunsAsync(IReadOnlyList<string> command, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(Start(command))!;
            process.StandardInput.Close();
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancel), process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancel), process.WaitForExitAsync(cancel));
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<Result<ReadOnlyMemory<byte>>> RunAsync(IReadOnlyList<string> command, ReadOnlyMemory<byte> file, int most, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var process = Process.Start(Start(command))!;
        try
        {
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            var feeding = FeedAsync(process, file, limit.Token);
            var answer = await ReadAsync(process.StandardOutput.BaseStream, most, limit.Token);
            if (answer is null)
            {
                return new Error("document.damaged", "The page is larger than it may be.");
            }

            await feeding;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? answer.Value : new Error("document.damaged", "The file cannot be drawn.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Error("document.time", "Drawing the page took longer than it may.");
        }
        finally
        {
            Bare.End(process);
        }
    }

    internal static ProcessStartInfo Start(IReadOnlyList<string> command)
    {
        var start = Bare.Start(command);
        // Code pages without a memory file: the process forbids itself to write files before it becomes another program.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return start;
    }

    // A program that has seen enough closes its end: that is no fault of ours.
    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(file, cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream from, int most, CancellationToken cancel)
    {
        var answer = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await from.ReadAsync(buffer, cancel)) > 0)
        {
            if (answer.Length + read > most)
            {
                return null;
            }

            answer.Write(buffer, 0, read);
        }

        return answer.GetBuffer().AsMemory(0, (int)answer.Length);
    }
}
