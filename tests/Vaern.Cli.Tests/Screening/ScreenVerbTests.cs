using System.CommandLine;
using System.Text;
using System.Text.Json;
using Shouldly;
using Vaern.Cli.Screening;
using Vaern.Screening;
using Xunit;

namespace Vaern.Cli.Tests.Screening;

public sealed class ScreenVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vaern-screen").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_text_is_a_JSON_line_with_the_fields_of_the_contract()
    {
        var (exit, output, error) = Screen("jeg tæver dig i morgen\n\nVi ses i morgen\n", tsv: false);

        exit.ShouldBe(0);
        error.ShouldBeEmpty();
        var lines = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        lines.Length.ShouldBe(2);
        lines[0].EnumerateObject().Select(field => field.Name).Take(8).ShouldBe(["id", "flag", "category", "severity", "route", "score", "offensive", "spans"]);
        lines[0].GetProperty("id").GetString().ShouldBe("1");
        lines[0].GetProperty("flag").GetBoolean().ShouldBeTrue();
        lines[0].GetProperty("category").GetString().ShouldBe("threat");
        lines[0].GetProperty("route").GetString().ShouldBe("concern");
        var span = lines[0].GetProperty("spans")[0];
        span.EnumerateObject().Select(field => field.Name).Take(4).ShouldBe(["start", "length", "rule", "why"]);
        lines[0].GetProperty("version").GetProperty("rules").GetString().ShouldNotBeNullOrEmpty();
        lines[1].GetProperty("id").GetString().ShouldBe("3");
        lines[1].GetProperty("flag").GetBoolean().ShouldBeFalse();
        lines[1].GetProperty("category").ValueKind.ShouldBe(JsonValueKind.Null);
        lines[1].GetProperty("route").GetString().ShouldBe("none");
    }

    [Fact]
    public void A_line_of_tsv_keeps_its_id()
    {
        var (exit, output, _) = Screen("a-7\tDe mobber mig, hvad gør jeg\tnu?\n", tsv: true);

        exit.ShouldBe(0);
        var line = JsonDocument.Parse(output).RootElement;
        line.GetProperty("id").GetString().ShouldBe("a-7");
        line.GetProperty("route").GetString().ShouldBe("care");
        line.GetProperty("flag").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void Bad_input_is_one_clear_line()
    {
        Refused(Screen("uden id\n", tsv: true), "vaern: line 1 has no id and tab: --tsv reads id<TAB>text");
        Refused(Screen([(byte)'h', 0xFF, (byte)'\n'], tsv: false), "vaern: standard input is not UTF-8 after line 0");
        Refused(Run("screen", "eval", Path.Combine(folder, "none.tsv")), $"vaern: {Path.Combine(folder, "none.tsv")} cannot be read");
        Refused(Run("screen", "eval", Written("a\tb\n1\t2\n")), "columns text and label, or text and expected");
        Refused(Run("screen", "eval", Written("text\texpected\nhej\tmåske\n")), "line 2: the expected value must be");
        Refused(Run("screen", "train", Written("text\tthreat\nhej\t1\n"), "--out", Path.Combine(folder, "x")), "the head threat has 1 positive and 0 negative texts");
        Refused(Run("screen", "eval", Written("text\texpected\nhej\t0\n"), "--words", Written("{}")), "not readable at");
    }

    [Fact]
    public void Eval_prints_the_confusion_and_the_recall_of_each_category()
    {
        var file = Written("text\texpected\tcategory\nJeg tæver dig\t1\tthreat\nGodt vejr i dag\t0\t\nSælger hash, dm\t1\tdrug_sale\nEn sætning om ingenting\t1\tthreat\nDe mobber mig hver dag\tcare\t\n");

        var (exit, output, _) = Run("screen", "eval", file);

        exit.ShouldBe(0);
        output.ShouldContain("confusion said and true 2, said only 0, true only 1, neither 2");
        output.ShouldContain("macro-f1  0.800");
        output.ShouldContain("category  threat               recall 1/2 = 0.500");
        output.ShouldContain("category  drug_sale            recall 1/1 = 1.000");
        output.ShouldContain("care      on the care route 1/1 = 1.000");
    }

    [Fact]
    public void Training_twice_gives_the_same_file_and_prints_what_it_did()
    {
        StringBuilder rows = new("text\tlabel\n");
        for (var i = 0; i < 120; i++)
        {
            rows.Append(i % 4 == 0 ? $"snæbelgrim dag nummer {i}\tOFF\n" : $"en god dag nummer {i}\tNOT\n");
        }
        var file = Written(rows.ToString());
        var (one, two) = (Path.Combine(folder, "one"), Path.Combine(folder, "two"));

        var (exit, output, _) = Run("screen", "train", file, "--out", one, "--bits", "12");
        Run("screen", "train", file, "--out", two, "--bits", "12").Exit.ShouldBe(0);

        exit.ShouldBe(0);
        output.ShouldContain("rows      120, 0 skipped");
        output.ShouldContain("head      offensive");
        File.ReadAllBytes(two).ShouldBe(File.ReadAllBytes(one));
    }

    private static void Refused((int Exit, string Output, string Error) ran, string reason)
    {
        ran.Exit.ShouldBe(2);
        ran.Error.ShouldContain(reason);
        ran.Error.TrimEnd().Split('\n').Length.ShouldBe(1);
    }

    private string Written(string text)
    {
        var path = Path.Combine(folder, Guid.CreateVersion7().ToString("N"));
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Exit, string Output, string Error) Screen(string input, bool tsv) => Screen(Encoding.UTF8.GetBytes(input), tsv);

    private static (int Exit, string Output, string Error) Screen(byte[] input, bool tsv)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        RootCommand root = [];
        Command screen = new("screen");
        var exit = -1;
        screen.SetAction(parsed =>
        {
            using MemoryStream stream = new(input);
            return exit = ScreenCommand.Run(stream, tsv, ScreeningModel.BuiltIn, parsed);
        });
        root.Add(screen);
        root.Parse(["screen"]).Invoke(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return (exit, output.ToString(), error.ToString());
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        RootCommand root = [ScreenCommand.Create()];
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        var exit = root.Parse(arguments).Invoke(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return (exit, output.ToString(), error.ToString());
    }
}
