using System.CommandLine;
using System.Text.Json;
using Shouldly;
using Vaern.Cli.Rules;
using Xunit;

namespace Vaern.Cli.Tests;

public sealed class RulesVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vaern-rules-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("B-03", "2026-11-20", "2026-11-20", "2026-12-04", null, "H")]
    [InlineData("B-03", "2026-12-18", "2026-12-18", "2027-01-05", null, "H")]
    [InlineData("B-03", "2027-03-22", "2027-03-22", "2027-04-08", null, "H")]
    [InlineData("B-03", "2023-04-27", "2023-04-27", "2023-05-12", null, "H")]
    [InlineData("A-01", "2026-11-20T23:30", "2026-11-20T23:30+01:00", "2026-11-23T23:30+01:00", null, "H")]
    [InlineData("A-01", "2027-03-27T12:00", "2027-03-27T12:00+01:00", "2027-03-30T12:00+02:00", "2027-03-30T13:00+02:00", "H")]
    [InlineData("A-01", "2026-10-24T12:00", "2026-10-24T12:00+02:00", "2026-10-27T11:00+01:00", "2026-10-27T12:00+01:00", "H")]
    [InlineData("D-03b", "2026-11-20", "2026-11-20", "2026-11-27", "2026-11-30", "M")]
    [InlineData("A-06", "2026-12-18", "2026-12-18", "2027-01-01", null, "H")]
    [InlineData("F-07", "2027-05-03T09:00", "2027-05-03", "2027-06-03", null, "H")]
    public void A_deadline_is_one_JSON_object(string rule, string start, string read, string due, string? latest, string confidence)
    {
        var (exit, output, error) = Run("deadline", rule, start);

        exit.ShouldBe(ExitCode.Done, error);
        var json = JsonDocument.Parse(output).RootElement;
        json.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["rule", "version", "start", "due", "due_latest", "counting", "confidence", "notes"]);
        json.GetProperty("rule").GetString().ShouldBe(rule);
        json.GetProperty("version").GetInt32().ShouldBe(1);
        json.GetProperty("start").GetString().ShouldBe(read);
        json.GetProperty("due").GetString().ShouldBe(due);
        json.GetProperty("due_latest").GetString().ShouldBe(latest);
        json.GetProperty("confidence").GetString().ShouldBe(confidence);
        json.GetProperty("counting").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void At_once_has_no_due_moment()
    {
        var json = JsonDocument.Parse(Run("deadline", "D-01", "2026-11-20T10:00").Output).RootElement;

        json.GetProperty("due").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("counting").GetString()!.ShouldStartWith("Straks");
    }

    [Fact]
    public void Local_closed_days_are_a_note_and_not_the_result()
    {
        var json = JsonDocument.Parse(Run("deadline", "B-03", "2026-12-18", "--at-work-days-closed", Written("12-24\n12-31\n")).Output).RootElement;

        json.GetProperty("due").GetString().ShouldBe("2027-01-05");
        json.GetProperty("notes").EnumerateArray().Select(note => note.GetString()).ShouldContain(note => note!.Contains("2027-01-07"));
    }

    [Theory]
    [InlineData(ExitCode.BadInput, "Z-99", "2026-11-20")]
    [InlineData(ExitCode.BadInput, "B-03", "2026-02-30")]
    [InlineData(ExitCode.BadInput, "B-03", "tomorrow")]
    [InlineData(ExitCode.BadInput, "A-01", "2027-03-28T02:30")]
    [InlineData(ExitCode.BadInput, "A-01", "2026-11-20T12:00+25:00")]
    [InlineData(ExitCode.BadInput, "A-01", "2026-11-20T12:00[Mars/Phobos]")]
    [InlineData(ExitCode.BadInput, "B-03", "1899-12-31")]
    [InlineData(ExitCode.No, "B-06", "2020-11-20")]
    [InlineData(ExitCode.No, "A-09", "2026-11-20")]
    public void What_cannot_be_answered_is_one_clear_line(int expected, string rule, string start)
    {
        var (exit, output, error) = Run("deadline", rule, start);

        exit.ShouldBe(expected);
        output.ShouldBeEmpty();
        error.TrimEnd('\n').ShouldNotContain("\n");
        error.ShouldStartWith("vaern: ");
    }

    [Fact]
    public void Every_rule_is_listed_with_version_source_confidence_and_verification()
    {
        var rules = JsonDocument.Parse(Run("rules", "list", "--json").Output).RootElement.EnumerateArray().ToList();

        rules.Count(rule => rule.GetProperty("kind").GetString() == "law").ShouldBe(140);
        rules.ShouldAllBe(rule => rule.GetProperty("version").GetInt32() == 1 && !rule.GetProperty("verified").GetBoolean());
        rules.ShouldAllBe(rule => rule.GetProperty("source").GetString() != "" && rule.GetProperty("confidence").GetString()!.Length == 1);
        Run("rules", "list").Output.Split('\n').Count(line => line.Contains("not verified")).ShouldBe(rules.Count);
    }

    [Fact]
    public void One_rule_is_shown_whole_and_an_unknown_one_is_refused()
    {
        Run("rules", "show", "B-03", "--lang", "en").Output.ShouldContain("10 working days");
        JsonDocument.Parse(Run("rules", "show", "A-01", "--json").Output).RootElement.GetProperty("limit").GetProperty("value").GetInt32().ShouldBe(72);
        Run("rules", "show", "Z-99").Exit.ShouldBe(ExitCode.BadInput);
    }

    [Fact]
    public void Answers_give_what_it_may_be_covered_by()
    {
        var file = Written("""{ "danger": "no", "affected": "employee", "what": "threat", "actor": "18-plus", "relation": "citizen-employee" }""");

        var (exit, output, _) = Run("classify", file, "--lang", "en");

        exit.ShouldBe(ExitCode.Done);
        var json = JsonDocument.Parse(output).RootElement;
        json.GetProperty("rule_set").GetString().ShouldBe("DK-2026-11");
        json.GetProperty("evidence").GetString().ShouldBe("ordinary");
        json.GetProperty("possible_sections").EnumerateArray().ShouldAllBe(section => section.GetProperty("text").GetString()!.StartsWith("May be covered by"));
        json.GetProperty("clocks").EnumerateArray().Select(clock => clock.GetProperty("rule").GetString()).ShouldContain("A-01");
        json.GetProperty("duties").GetArrayLength().ShouldBeGreaterThan(0);
        json.GetProperty("do_nots").GetArrayLength().ShouldBeGreaterThan(0);
        json.GetProperty("help").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("""{ "danger": "no" }""")]
    [InlineData("""{ "danger": "perhaps" }""")]
    [InlineData("""{ "danger": 1 }""")]
    [InlineData("""{ "danger": null }""")]
    [InlineData("""{ "danger": "\ud800" }""")]
    [InlineData("""{ "danger": "no", "danger": "life" }""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public void Answers_that_cannot_be_used_are_refused(string text)
    {
        var (exit, output, error) = Run("classify", Written(text));

        exit.ShouldBe(ExitCode.BadInput);
        output.ShouldBeEmpty();
        error.TrimEnd('\n').ShouldNotContain("\n");
    }

    [Fact]
    public void A_file_that_is_not_there_or_too_large_is_refused()
    {
        Run("classify", Path.Combine(folder, "missing.json")).Exit.ShouldBe(ExitCode.BadInput);
        Run("classify", Written(new string(' ', 300_000))).Exit.ShouldBe(ExitCode.BadInput);
        Run("classify", folder).Exit.ShouldBe(ExitCode.BadInput);
    }

    private string Written(string text)
    {
        var path = Path.Combine(folder, Guid.CreateVersion7().ToString("N"));
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        RootCommand root = [];
        foreach (var command in RulesCommands.All())
        {
            root.Add(command);
        }
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        var exit = root.Parse(arguments).Invoke(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return (exit, output.ToString(), error.ToString());
    }
}
