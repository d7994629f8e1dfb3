using System.Text.Json;
using Vaern.Matching.Hashing;
using Vaern.TestKit;

namespace Vaern.Cli.Tests.Matching;

public sealed class MatchVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vaern-match-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Rings => RepositoryFolder.Combine("tests/Vaern.Matching.Tests/Vectors/own/rings-400.pgm");

    private static PdqHash RingsHash => PdqHash.TryParse("9546f40695065416550654be549e02f952ba2bf9549ebd4152be54a6abf9abf9", out var hash) ? hash : default;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_nearest_lines_come_first_with_distance_and_label()
    {
        var list = Write("list.csv", $"hash,quality,label\n{RingsHash.Flip(3).Flip(90).ToHex()},100,farther\nnonsense\n{RingsHash.ToHex()},100,the same\n{Other.ToHex()},100,another\n");

        var (exit, output, complaint) = await VaernProcess.RunAsync(Cancel, "match", list, Rings);

        exit.ShouldBe(0);
        output.ShouldBe($"{Rings}\t0\tnearly-the-same\tupright\tline 4\tthe same\n{Rings}\t2\tnearly-the-same\tupright\tline 2\tfarther\n");
        complaint.ShouldContain("list.csv:3: refused (length)");
        complaint.ShouldContain("3 lines accepted, 1 refused");
    }

    [Fact]
    public async Task A_smaller_limit_leaves_the_farther_out_and_nothing_near_is_a_no()
    {
        var list = Write("list.csv", $"{RingsHash.Flip(3).Flip(90).ToHex()}\n");

        (await VaernProcess.RunAsync(Cancel, "match", list, Rings, "--max", "2")).Exit.ShouldBe(0);
        var (exit, output, _) = await VaernProcess.RunAsync(Cancel, "match", list, Rings, "--max", "1");
        exit.ShouldBe(1);
        output.ShouldBe($"{Rings}\tno match\n");
        (await VaernProcess.RunAsync(Cancel, "match", list, Rings, "--max", "32")).Exit.ShouldBe(2);
    }

    [Fact]
    public async Task Json_says_the_same_and_a_turned_copy_is_found()
    {
        var list = Write("list.txt", $"pdq {RingsHash.ToHex()}\n");
        var turned = Path.Combine(folder.FullName, "turned.pgm");
        var file = await File.ReadAllBytesAsync(Rings, Cancel);
        // 400 × 400 grey: the rows from the end to the beginning.
        var head = file.Length - (400 * 400);
        await File.WriteAllBytesAsync(turned, [.. file[..head], .. file[head..].Chunk(400).Reverse().SelectMany(row => row)], Cancel);

        var (exit, output, _) = await VaernProcess.RunAsync(Cancel, "match", list, turned, "--json");

        exit.ShouldBe(0);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("file").GetString().ShouldBe(turned);
        json.RootElement.GetProperty("standing").GetString().ShouldBe("usable");
        var hit = json.RootElement.GetProperty("hits").EnumerateArray().First();
        hit.GetProperty("distance").GetInt32().ShouldBe(0);
        hit.GetProperty("form").GetString().ShouldBe("upside-down");
        hit.GetProperty("line").GetInt32().ShouldBe(1);
        output.ShouldNotContain(RingsHash.ToHex());
    }

    [Fact]
    public async Task A_list_may_be_looked_up_in_a_list()
    {
        var list = Write("known.csv", $"{RingsHash.ToHex()},90,known\n{Other.ToHex()},90,other\n");
        var asked = Write("asked.txt", $"{Other.Flip(1).ToHex()}\n{RingsHash.Flip(8).Flip(9).ToHex()}\n");

        var (exit, output, _) = await VaernProcess.RunAsync(Cancel, "match", list, asked);

        exit.ShouldBe(0);
        output.ShouldBe($"{asked}:1\t1\tnearly-the-same\tupright\tline 2\tother\n{asked}:2\t2\tnearly-the-same\tupright\tline 1\tknown\n");
    }

    [Fact]
    public async Task What_cannot_be_compared_is_not_called_no_match()
    {
        var list = Write("list.txt", RingsHash.ToHex());
        var step = RepositoryFolder.Combine("tests/Vaern.Matching.Tests/Vectors/own/a-step-300x180.pgm");

        var (exit, output, complaint) = await VaernProcess.RunAsync(Cancel, "match", list, step);

        exit.ShouldBe(2);
        output.ShouldNotContain("no match");
        complaint.ShouldContain("kan ikke sammenlignes (unstable: 256 coefficients tie");
    }

    [Fact]
    public async Task A_list_that_is_none_is_bad_input()
    {
        (await VaernProcess.RunAsync(Cancel, "match", Path.Combine(folder.FullName, "absent"), Rings)).Exit.ShouldBe(2);
        (await VaernProcess.RunAsync(Cancel, "match", Write("words.txt", "only\nwords\n"), Rings)).Exit.ShouldBe(2);
    }

    private static PdqHash Other => PdqHash.TryParse("7606d69fca3afe8e2cb882a92e299d508696b774910352f31fdf43b28c362c2e", out var hash) ? hash : default;

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
