using System.Text.Json;
using Shouldly;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Cli.Tests.Import;

public sealed class ImportVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vaern-import-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Inspecting_prints_one_JSON_object()
    {
        var run = await VaernProcess.RunAsync(Cancel, "import", "inspect", Sample("telegram-public.json"));

        run.Exit.ShouldBe(0, run.Complaint);
        run.Complaint.ShouldBeEmpty();
        var json = JsonDocument.Parse(run.Output).RootElement;
        json.EnumerateObject().Select(field => field.Name).ShouldBe(["format", "outcome", "seen", "accepted", "refused", "period", "participants", "warnings"]);
        json.GetProperty("format").GetString().ShouldBe("telegram-desktop-json");
        json.GetProperty("outcome").GetString().ShouldBe("accepted");
        json.GetProperty("accepted").GetInt32().ShouldBe(8);
        json.GetProperty("refused").EnumerateArray().Sum(one => one.GetProperty("count").GetInt32()).ShouldBe(7);
        json.GetProperty("period").GetProperty("from").GetString().ShouldBe("2026-10-13T16:10:00Z");
        json.GetProperty("participants").GetInt32().ShouldBe(5);
    }

    [Theory]
    [InlineData("telegram-private.json", 1, "not_public")]
    [InlineData("telegram-whole-account.json", 1, "whole_account")]
    [InlineData("whatsapp-android.txt", 1, "private_source")]
    [InlineData("README.md", 2, "not_recognised")]
    public async Task A_refusal_is_one_line_and_leaves_no_file(string sample, int exit, string reason)
    {
        var target = Path.Combine(folder, "masked.jsonl");

        var inspected = await VaernProcess.RunAsync(Cancel, "import", "inspect", Sample(sample));
        var masked = await VaernProcess.RunAsync(Cancel, "import", "mask", Sample(sample), "--out", target);

        foreach (var run in new[] { inspected, masked })
        {
            run.Exit.ShouldBe(exit);
            run.Complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain(reason);
            var json = JsonDocument.Parse(run.Output).RootElement;
            json.GetProperty("outcome").GetString().ShouldBe("refused");
            json.GetProperty("seen").GetInt32().ShouldBe(0);
        }
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Masking_writes_lines_in_which_nobody_is_named()
    {
        var target = Path.Combine(folder, "masked.jsonl");

        var run = await VaernProcess.RunAsync(Cancel, "import", "mask", Sample("telegram-public.json"), "--out", target);

        run.Exit.ShouldBe(0, run.Complaint);
        var text = await File.ReadAllTextAsync(target, Cancel);
        foreach (var leak in new[] { "Prøvesen", "Zelma", "Birk", "12 34 56 78", "710258", "Eksempelvej", "zelma@", "user10" }) text.ShouldNotContain(leak);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Count.ShouldBe(8);
        lines.ShouldAllBe(line => line.GetProperty("author").GetString()!.StartsWith("Person-"));
        lines.SelectMany(line => line.GetProperty("spans").EnumerateArray().Select(span => line.GetProperty("text").GetString()!.Substring(span.GetProperty("start").GetInt32(), span.GetProperty("length").GetInt32())))
            .ShouldAllBe(mask => mask.StartsWith('[') || mask.StartsWith("Person-"));
    }

    [Fact]
    public async Task With_one_key_a_second_run_gives_the_same_lines()
    {
        var key = Path.Combine(folder, "key");
        await File.WriteAllBytesAsync(key, new byte[32], Cancel);
        foreach (var name in new[] { "a", "b" })
        {
            (await VaernProcess.RunAsync(Cancel, "import", "mask", Sample("discord-channel.json"), "--key", key, "--out", Path.Combine(folder, name))).Exit.ShouldBe(0);
        }

        (await File.ReadAllTextAsync(Path.Combine(folder, "a"), Cancel)).ShouldBe(await File.ReadAllTextAsync(Path.Combine(folder, "b"), Cancel));
    }

    [Theory]
    [InlineData("import|inspect|/nowhere/at/all.json")]
    [InlineData("import|inspect|.")]
    [InlineData("import|mask|/nowhere/at/all.json|--out|/nowhere/at/all.jsonl")]
    public async Task A_file_that_cannot_be_read_is_one_line_and_exit_code_2(string arguments)
    {
        var run = await VaernProcess.RunAsync(Cancel, arguments.Split('|'));

        run.Exit.ShouldBe(2);
        run.Complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldStartWith("vaern");
    }

    private static string Sample(string name) => RepositoryFolder.Combine("samples", "imports", name);
}
