using System.Diagnostics;
using System.Text;
using Shouldly;
using Vaern.App.Evidence;
using Vaern.App.Evidence.Previews;
using Vaern.App.Pictures;
using Xunit;

namespace Vaern.Cli.Tests;

/// <summary>Previews by the real program in its limited processes: hidden data gone, broken and endless files answered.</summary>
public sealed class PreviewWorkerTests
{
    private const string Hidden = "GPS-55.6761-12.5683";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_is_drawn_anew_without_what_was_hidden_in_it()
    {
        await using var tools = (await EvidenceTools.FindAsync(null, Cancel)).Value;
        var file = WithText(Picture(64, 48), Hidden);
        Encoding.Latin1.GetString(file).ShouldContain(Hidden);

        (await PreviewMaker.LookAsync(tools, "image/png", file, Cancel)).Pages.ShouldBe(1);
        var page = (await PreviewMaker.PageAsync(tools, "image/png", file, 1, Cancel)).Value;
        var veil = (await PreviewMaker.VeilAsync(tools, "image/png", file, Cancel)).Value;

        foreach (var made in new[] { page, veil })
        {
            made.Bytes.Length.ShouldBeGreaterThan(50);
            Encoding.Latin1.GetString(made.Bytes).ShouldNotContain(Hidden);
            Encoding.Latin1.GetString(made.Bytes).ShouldNotContain("tEXt");
        }

        var pixels = (await PreviewMaker.PixelsAsync(tools, "image/png", file, 1, Cancel)).Value;
        (pixels.Width, pixels.Height).ShouldBe((64, 48));
    }

    [Fact]
    public async Task A_blur_holds_no_detail_that_could_be_sharpened()
    {
        await using var tools = (await EvidenceTools.FindAsync(null, Cancel)).Value;
        // A chessboard of single pixels: its mean is grey everywhere, and a blur that kept detail would show it.
        var board = PngWriter.Write(240, 240, 1, [.. Enumerable.Range(0, 240 * 240).Select(k => (byte)(((k % 240) + (k / 240)) % 2 * 255))]);

        var veil = (await PreviewMaker.VeilAsync(tools, "image/png", board, Cancel)).Value;

        var seen = (await PreviewMaker.PixelsAsync(tools, "image/png", veil.Bytes, 1, Cancel)).Value;
        (seen.Samples.Max() - seen.Samples.Min()).ShouldBeLessThan(8);
    }

    [Fact]
    public async Task Broken_cut_and_foreign_files_are_answers()
    {
        await using var tools = (await EvidenceTools.FindAsync(null, Cancel)).Value;
        var picture = Picture(64, 48);

        (await PreviewMaker.LookAsync(tools, "image/png", picture.AsMemory(0, picture.Length / 2), Cancel)).Missing.ShouldNotBeNull();
        (await PreviewMaker.LookAsync(tools, "image/jpeg", "ikke et billede"u8.ToArray(), Cancel)).Missing.ShouldBe("picture.not-a-picture");
        (await PreviewMaker.LookAsync(tools, "video/mp4", new byte[10], Cancel)).Missing.ShouldBe("no-preview");
        (await PreviewMaker.LookAsync(tools, "application/vnd.openxmlformats-officedocument", "PK\u0003\u0004 og intet"u8.ToArray(), Cancel)).Missing.ShouldBe("document.damaged");
        (await PreviewMaker.LookAsync(tools, "text/plain", Encoding.UTF8.GetBytes("Storm: hej 😀"), Cancel)).Text.ShouldBe("Storm: hej 😀");
    }

    [Fact]
    public async Task Pages_of_a_pdf_become_pictures_where_poppler_is_there()
    {
        await using var tools = (await EvidenceTools.FindAsync(null, Cancel)).Value;
        tools.Pages.ShouldNotBeNull("poppler-utils is not installed");
        var pdf = Pdf(2);

        (await PreviewMaker.LookAsync(tools, "application/pdf", pdf, Cancel)).Pages.ShouldBe(2);
        var second = (await PreviewMaker.PageAsync(tools, "application/pdf", pdf, 2, Cancel)).Value;
        second.Bytes.Length.ShouldBeGreaterThan(100);
        (await PreviewMaker.PageAsync(tools, "application/pdf", pdf, 3, Cancel)).IsOk.ShouldBeFalse();
        (await PreviewMaker.LookAsync(tools, "application/pdf", "%PDF-1.4 og intet mere"u8.ToArray(), Cancel)).Missing.ShouldBe("document.damaged");
    }

    [Fact]
    public async Task Poppler_reads_what_it_is_given_and_no_other_file()
    {
        var file = Path.Combine(Path.GetTempPath(), $"vaern-side-{Guid.CreateVersion7():N}.pdf");
        await File.WriteAllBytesAsync(file, Pdf(3), Cancel);
        try
        {
            PdfPages.ReadsFontsOnly.ShouldBeTrue("this kernel has no Landlock");
            (await FencedAsync(Pdf(3), "pdfinfo", "-")).Said.ShouldContain("Pages:           3");
            var refused = await FencedAsync([], "pdfinfo", file);
            refused.Code.ShouldNotBe(0);
            refused.Said.ShouldNotContain("Pages:");
            (await FencedAsync([], "pdfinfo", "/etc/passwd")).Errors.ShouldContain("Couldn't open file");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Poppler_works_shut_in_as_nobody_without_environment_and_cannot_write()
    {
        using var process = Process.Start(PdfPages.Start([.. PdfPages.DefaultCommand, "pdftoppm", "-"]))!;
        var own = $"/proc/{process.Id}";
        while (!(await File.ReadAllTextAsync($"{own}/status", Cancel)).StartsWith("Name:\tpdftoppm", StringComparison.Ordinal))
        {
            process.HasExited.ShouldBeFalse();
            await Task.Yield();
        }

        var status = (await File.ReadAllLinesAsync($"{own}/status", Cancel)).Select(line => line.Split('\t', 2)).ToLookup(parts => parts[0], parts => parts[^1]);
        status["Seccomp:"].Single().ShouldBe("2");
        status["NoNewPrivs:"].Single().ShouldBe("1");
        status["CapEff:"].Single().ShouldBe("0000000000000000");
        status["Uid:"].Single().ShouldNotStartWith("0\t");
        (await File.ReadAllTextAsync($"{own}/environ", Cancel)).ShouldBe("");
        Directory.GetFiles($"{own}/fd").Select(Path.GetFileName).ShouldBe(["0", "1", "2"], ignoreOrder: true);
        var limits = await File.ReadAllTextAsync($"{own}/limits", Cancel);
        limits.ShouldMatch("Max cpu time +10 +10 ");
        limits.ShouldMatch("Max file size +0 +0 ");
        limits.ShouldMatch("Max data size +805306368 +805306368 ");
        limits.ShouldMatch("Max open files +64 +64 ");
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldNotBe(0, "nothing is no PDF");
    }

    [Theory]
    [InlineData("sh", "-c", "true")]
    [InlineData("/usr/bin/pdfinfo", "-v", "")]
    [InlineData("", "", "")]
    public async Task Only_popplers_two_programs_are_started(string program, string first, string second)
    {
        var answer = await FencedAsync([], program, first, second);
        answer.Code.ShouldBe(PageProgram.NotFound);
        answer.Said.ShouldBe("");
    }

    private static async Task<(int Code, string Said, string Errors)> FencedAsync(byte[] input, params string[] command)
    {
        using var process = Process.Start(PdfPages.Start([.. PdfPages.DefaultCommand, .. command]))!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, Cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await said, await errors);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_answer_too()
    {
        using var missing = new TextWorker(["vaern-does-not-exist"]);
        (await missing.ReadAsync("text/plain", "a"u8.ToArray(), Cancel)).Error.Code.ShouldBe("document.worker");
        using var silent = new TextWorker(["cat"]);
        (await silent.ReadAsync("text/plain", "a"u8.ToArray(), Cancel)).Error.Code.ShouldBeOneOf("document.worker", "document.time");
    }

    private static byte[] Picture(int width, int height) =>
        PngWriter.Write(width, height, 3, [.. Enumerable.Range(0, width * height * 3).Select(k => (byte)(k * 7))]);

    // A text chunk, as cameras and programs leave them, before the end chunk.
    private static byte[] WithText(byte[] png, string text)
    {
        byte[] content = [.. "Location\0"u8, .. Encoding.Latin1.GetBytes(text)];
        byte[] typed = [.. "tEXt"u8, .. content];
        byte[] chunk = [.. BigEndian(content.Length), .. typed, .. BigEndian((int)Crc(typed))];
        return [.. png[..^12], .. chunk, .. png[^12..]];
    }

    private static byte[] BigEndian(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFF;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
            }
        }

        return ~crc;
    }

    // The smallest file that poppler reads: it rebuilds the missing table of places.
    private static byte[] Pdf(int pages)
    {
        var text = new StringBuilder("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n");
        text.Append("2 0 obj<</Type/Pages/Count ").Append(pages).Append("/Kids[").Append(string.Join(' ', Enumerable.Range(3, pages).Select(n => $"{n} 0 R"))).Append("]>>endobj\n");
        foreach (var n in Enumerable.Range(3, pages))
        {
            text.Append(n).Append(" 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("trailer<</Root 1 0 R>>\n%%EOF\n").ToString());
    }
}
