using Vaern.TestKit;

namespace Vaern.Cli.Tests.Matching;

public sealed class HashVerbTests
{
    private static string Vectors => RepositoryFolder.Combine("tests/Vaern.Matching.Tests/Vectors");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_picture_of_the_table_has_the_hash_and_quality_of_the_reference_program()
    {
        var rows = File.ReadLines(Path.Combine(Vectors, "expected.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        string[] files = [.. rows.Select(row => Path.Combine(Vectors, row[0]))];

        var (exit, output, _) = await VaernProcess.RunAsync(Cancel, ["hash", .. files]);

        exit.ShouldBe(0);
        output.ShouldBe(string.Concat(rows.Zip(files, (row, file) => $"{row[4]} {row[5]} {file}\n")));
    }

    [Fact]
    public async Task A_file_that_fails_is_named_and_the_others_are_hashed()
    {
        var folder = Directory.CreateTempSubdirectory("vaern-hash-");
        try
        {
            string text = Path.Combine(folder.FullName, "letter.jpg"), tiny = Path.Combine(folder.FullName, "tiny.png"), good = Path.Combine(folder.FullName, "good.jpg");
            await File.WriteAllTextAsync(text, "Dear all", Cancel);
            await File.WriteAllBytesAsync(tiny, TestFiles.Png(1, 1, 8, 0, [0, 0]), Cancel);
            await File.WriteAllBytesAsync(good, TestFiles.Jpeg(), Cancel);

            var (exit, output, complaint) = await VaernProcess.RunAsync(Cancel, "hash", text, Path.Combine(folder.FullName, "absent.png"), tiny, good);

            exit.ShouldBe(2);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines.Length.ShouldBe(2);
            lines[0].ShouldBe($"{new string('0', 64)} 0 {tiny}");
            lines[1].ShouldEndWith(" " + good);
            complaint.ShouldContain("letter.jpg: the file is not a picture [picture.not-a-picture]");
            complaint.ShouldContain("absent.png: there is no such file");
            complaint.ShouldContain("tiny.png: kan ikke sammenlignes");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_file_the_usage_is_wrong() => (await VaernProcess.RunAsync(Cancel, "hash")).Exit.ShouldBe(2);
}
