using Vaern.App.Accounts;
using Vaern.App.Intake;

namespace Vaern.App.Tests;

/// <summary>Builders: a test names only what it is about.</summary>
internal static class A
{
    public static ReportSubmission Report(Unit unit, string story = "De griner af mig i gruppechatten.", string category = "digital-bullying", bool restricted = false, ReportContact? contact = null, string? about = null) =>
        new("child", category, restricted, unit, new ReportContent { Story = story, AboutAdult = about }, contact);

    public static async IAsyncEnumerable<IncomingFile> NoFiles()
    {
        await Task.CompletedTask;
        yield break;
    }

    public static async IAsyncEnumerable<IncomingFile> Files(params IncomingFile[] files)
    {
        await Task.CompletedTask;
        foreach (var file in files)
        {
            yield return file;
        }
    }

    /// <summary>A file that looks like a PNG by its first bytes, filled with a repeating pattern.</summary>
    public static IncomingFile Png(int size = 4_000, string name = "skærmbillede 1.png") => new(name, "image/png", new MemoryStream(PngBytes(size)));

    public static byte[] PngBytes(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++)
        {
            bytes[i] = (byte)(i % 251);
        }

        new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }.CopyTo(bytes, 0);
        return bytes;
    }
}
