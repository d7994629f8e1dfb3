using System.Diagnostics;
using Vaern.Matching.Hashing;

namespace Vaern.Matching.Tests.Script;

/// <summary>The script that browsers run gives the very bits of the C# code. Node runs it here, on the same pixels.</summary>
public sealed class ScriptTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Script_and_program_agree_on_every_vector()
    {
        string[] files = [.. Vectors.Expected().Select(one => one.File).Where(Vectors.IsPnm)];
        var asked = files.Select(file => (Vectors.Pnm(file), PictureForm.Upright)).ToList();

        var lines = await RunAsync(asked);

        lines.ShouldBe(asked.Select(Line));
        lines.Zip(files).ShouldAllBe(one => one.First.StartsWith(Vectors.Expected().Single(row => row.File == one.Second).Hash.ToHex(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Script_and_program_agree_on_ten_thousand_generated_pictures(int quarter)
    {
        // Small for the most part, so that ten thousand take seconds; every fortieth is large enough to be shrunk.
        var asked = Enumerable.Range(1, 2500).Select(k => (Picture: TestPictures.Random((quarter * 2500) + k), Form: (PictureForm)(k % 8))).ToList();

        var lines = await RunAsync(asked);

        lines.Count.ShouldBe(2500);
        for (var k = 0; k < lines.Count; k++)
        {
            lines[k].ShouldBe(Line(asked[k]), $"seed {(quarter * 2500) + k + 1}");
        }
    }

    private static string Line((Raster Picture, PictureForm Form) asked)
    {
        var (mirrored, upsideDown) = asked.Form.Exchanges();
        var plane = Brightness.Of(asked.Picture, asked.Picture.Whole, mirrored, upsideDown);
        var print = PdqHasher.Hash(asked.Form.IsTransposed() ? plane.Transposed() : plane);
        return $"{print.Hash.ToHex()} {print.Quality} {print.Ties}";
    }

    private static async Task<IReadOnlyList<string>> RunAsync(IEnumerable<(Raster Picture, PictureForm Form)> pictures)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Script");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "hash-pixels.cjs"), Path.Combine(folder, "pdq.js")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync(Cancel);
        var stream = node.StandardInput.BaseStream;
        foreach (var (picture, form) in pictures)
        {
            var head = new byte[16];
            BitConverter.TryWriteBytes(head, picture.Width);
            BitConverter.TryWriteBytes(head.AsSpan(4), picture.Height);
            BitConverter.TryWriteBytes(head.AsSpan(8), picture.Channels);
            BitConverter.TryWriteBytes(head.AsSpan(12), (int)form);
            await stream.WriteAsync(head, Cancel);
            await stream.WriteAsync(picture.Samples, Cancel);
        }
        stream.Close();
        await node.WaitForExitAsync(Cancel);
        node.ExitCode.ShouldBe(0);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
