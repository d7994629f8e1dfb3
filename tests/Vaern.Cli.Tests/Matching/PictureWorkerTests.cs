using Vaern.App.Pictures;
using Vaern.Data;

namespace Vaern.Cli.Tests.Matching;

/// <summary>What the limited process answers to bad files, and that it goes on afterwards.</summary>
public sealed class PictureWorkerTests : IAsyncDisposable
{
    private readonly PictureWorker worker = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => worker.DisposeAsync();

    public static TheoryData<string, byte[], string> BadFiles => new()
    {
        { "empty", [], "picture.not-a-picture" },
        { "text", [.. "This is a letter."u8], "picture.not-a-picture" },
        { "zip renamed", [0x50, 0x4B, 3, 4, .. new byte[60]], "picture.not-a-picture" },
        { "animated GIF", [.. "GIF89a"u8, .. new byte[60]], "picture.format" },
        { "WebP", [.. "RIFF"u8, 1, 0, 0, 0, .. "WEBPVP8 "u8], "picture.format" },
        { "HEIC", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[12]], "picture.format" },
        { "TIFF", [.. "II*\0"u8, .. new byte[12]], "picture.format" },
        { "JPEG cut in the header", TestFiles.Jpeg()[..100], "picture.truncated" },
        { "JPEG cut in the picture", TestFiles.Jpeg()[..3000], "picture.truncated" },
        { "PNG cut", Png()[..400], "picture.truncated" },
        { "PNG with few rows", TestFiles.Png(100, 100, 8, 0, new byte[101 * 50]), "picture.truncated" },
        { "PNG with a wrong sum", Flipped(Png(), 45), "picture.damaged" },
        { "PNG with a wrong filter", TestFiles.Png(10, 1, 8, 0, [9, .. new byte[10]]), "picture.damaged" },
        { "PNG without palette", TestFiles.Png(10, 1, 8, 3, new byte[11]), "picture.damaged" },
        { "PNG with depth 3", TestFiles.Png(10, 1, 3, 0, new byte[11]), "picture.damaged" },
        { "PNG of nothing", TestFiles.Png(0, 0, 8, 0, []), "picture.damaged" },
        { "PNG of 30,000 × 30,000", TestFiles.Png(30_000, 30_000, 8, 2, new byte[100_000]), "picture.too-large" },
        { "PNG of 20,001 × 1", TestFiles.Png(20_001, 1, 8, 0, new byte[20_002]), "picture.too-large" },
        { "PNG of 101 megapixels", TestFiles.Png(10_100, 10_000, 8, 0, new byte[100_000]), "picture.too-large" },
        { "JPEG of 30,000 × 30,000", Sized(TestFiles.Jpeg(), 30_000, 30_000), "picture.too-large" },
        { "JPEG of a thousand scans", ManyScans(), "picture.too-much-work" },
        { "PNM cut", TestFiles.Pnm(10, 10, 1, new byte[99]), "picture.truncated" },
        { "PNM of 30,000 × 30,000", TestFiles.Pnm(30_000, 30_000, 1, new byte[99]), "picture.too-large" },
        { "PNM of 16 bits", [.. "P5 10 10 65535\n"u8, .. new byte[200]], "picture.format" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_has_a_defined_answer_and_the_next_file_is_read(string what, byte[] file, string code)
    {
        (await worker.HashAsync(file, Cancel)).Error.Code.ShouldBe(code, what);
        (await worker.HashAsync(Png(), Cancel)).IsOk.ShouldBeTrue(what);
    }

    [Fact]
    public async Task A_decompression_bomb_is_refused_by_its_header_before_it_is_unpacked()
    {
        await worker.HashAsync(Png(), Cancel);
        var bomb = TestFiles.Png(30_000, 30_000, 8, 2, new byte[90_001 * 1000]);

        (await worker.HashAsync(bomb, Cancel)).Error.ShouldBe(PictureProblem.TooLarge);
    }

    [Fact]
    public async Task More_memory_than_allowed_is_an_answer()
    {
        // Within the number of pixels, but the samples and an answer that holds them too are 600 MB.
        var answer = await worker.AskAsync(PictureTask.Pixels, TestFiles.Png(10_000, 10_000, 8, 2, new byte[30_001 * 10_000]), Cancel);

        answer.Error.ShouldBe(PictureProblem.OutOfMemory);
    }

    [Fact]
    public async Task The_process_is_held_by_the_kernel()
    {
        await worker.HashAsync(Png(), Cancel);
        var limits = await File.ReadAllLinesAsync($"/proc/{worker.ProcessId}/limits", Cancel);
        var status = await File.ReadAllLinesAsync($"/proc/{worker.ProcessId}/status", Cancel);

        limits.ShouldContain(line => line.StartsWith("Max data size", StringComparison.Ordinal) && line.Contains(" 536870912 "));
        limits.ShouldContain(line => line.StartsWith("Max cpu time", StringComparison.Ordinal) && !line.Contains("unlimited"));
        status.ShouldContain("NoNewPrivs:\t1");
        // 2: a filter is in force, for every thread.
        status.ShouldContain("Seccomp:\t2");
        foreach (var thread in Directory.GetDirectories($"/proc/{worker.ProcessId}/task"))
        {
            (await File.ReadAllLinesAsync(Path.Combine(thread, "status"), Cancel)).ShouldContain("Seccomp:\t2");
        }
        status.Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).ShouldNotContain("\t0");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 400)]
    public async Task A_tiny_picture_has_an_empty_fingerprint(int width, int height)
    {
        var hashed = (await worker.HashAsync(TestFiles.Png(width, height, 8, 0, TestFiles.Rows(new byte[width * height], width)), Cancel)).Value;

        hashed.Fingerprints.Upright.Hash.IsZero.ShouldBeTrue();
        hashed.Fingerprints.Upright.IsUsable.ShouldBeFalse();
    }

    [Fact]
    public async Task An_orientation_tag_is_ignored()
    {
        var (plain, turned) = ((await worker.HashAsync(TestFiles.Jpeg(), Cancel)).Value, (await worker.HashAsync(TestFiles.TurnedJpeg(), Cancel)).Value);

        turned.Fingerprints.Upright.ShouldBe(plain.Fingerprints.Upright);
        turned.Provenance.Orientation.ShouldBe("stored");
        turned.Provenance.Decoder.ShouldStartWith("libjpeg-turbo so.0");
    }

    [Fact]
    public async Task Ink_depth_animation_and_transparency_are_converted_and_said()
    {
        (await worker.HashAsync(TestFiles.InkJpeg(), Cancel)).Value.Provenance.Conversions.ShouldBe(["cmyk"]);
        (await worker.HashAsync(TestFiles.Png(90, 60, 16, 2, TestFiles.Rows(TestFiles.Scene(180, 60, 3), 540)), Cancel)).Value.Provenance.Conversions.ShouldBe(["16-bit"]);
        (await worker.HashAsync(TestFiles.Png(90, 60, 8, 6, TestFiles.Rows(TestFiles.Scene(90, 60, 4), 360)), Cancel)).Value.Provenance.Conversions.ShouldBe(["over-white"]);
        var animated = TestFiles.Png(90, 60, 8, 0, TestFiles.Rows(TestFiles.Scene(90, 60, 1), 90), false, ("acTL", [0, 0, 0, 2, 0, 0, 0, 0]));
        (await worker.HashAsync(animated, Cancel)).Value.Provenance.Conversions.ShouldBe(["first-frame"]);
    }

    [Fact]
    public async Task A_missing_library_is_said_and_nothing_else_decodes_in_its_place()
    {
        await using var without = new PictureWorker([.. PictureWorker.DefaultCommand, "libturbojpeg-that-is-not-there.so.0"]);

        (await without.HashAsync(TestFiles.Jpeg(), Cancel)).Error.ShouldBe(PictureProblem.NoJpegDecoder);
        (await without.HashAsync(Png(), Cancel)).IsOk.ShouldBeTrue();
        PictureProblem.NoJpegDecoder.Message.ShouldContain("libturbojpeg mangler (Debian: libturbojpeg0)");
    }

    [Fact]
    public async Task A_program_that_does_not_exist_or_answers_nonsense_is_a_failed_worker()
    {
        await using var missing = new PictureWorker(["/there/is/no/such/program"]);
        await using var chatter = new PictureWorker(["sh", "-c", "printf 'R\\0\\0\\0\\0D\\377\\377\\0\\0'; cat"]);
        await using var dead = new PictureWorker(["sh", "-c", "exit 3"]);

        (await missing.HashAsync(Png(), Cancel)).Error.ShouldBe(PictureProblem.WorkerFailed);
        (await chatter.HashAsync(Png(), Cancel)).Error.ShouldBe(PictureProblem.AnswerTooLarge);
        (await dead.HashAsync(Png(), Cancel)).Error.ShouldBe(PictureProblem.WorkerFailed);
    }

    [Fact]
    public async Task A_process_that_the_limit_of_processor_time_ends_is_out_of_time()
    {
        await using var endless = new PictureWorker(["sh", "-c", "printf 'R\\0\\0\\0\\0'; kill -XCPU $$"]);

        (await endless.HashAsync(Png(), Cancel)).Error.ShouldBe(PictureProblem.OutOfTime);
    }

    private static byte[] Png() => TestFiles.Png(64, 64, 8, 0, TestFiles.Rows(TestFiles.Scene(64, 64, 1), 64));

    private static byte[] Flipped(byte[] file, int at)
    {
        file[at] ^= 1;
        return file;
    }

    // Writes another size into the frame header of a baseline JPEG.
    private static byte[] Sized(byte[] jpeg, int width, int height)
    {
        var at = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 5;
        (jpeg[at], jpeg[at + 1], jpeg[at + 2], jpeg[at + 3]) = ((byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width);
        return jpeg;
    }

    private static byte[] ManyScans()
    {
        var jpeg = TestFiles.Jpeg();
        var scan = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return [.. jpeg[..scan], .. Enumerable.Repeat(jpeg[scan..^2], 1000).SelectMany(one => one.Take(200)), 0xFF, 0xD9];
    }
}
