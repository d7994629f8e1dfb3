using System.CommandLine;
using System.Globalization;
using System.Text;
using Vaern.Screening;
using Vaern.Screening.Rules;

namespace Vaern.Cli.Screening;

/// <summary><c>vaern screen</c>: a JSON line for each text on standard input; its verbs measure and train.</summary>
internal static class ScreenCommand
{
    /// <summary>A line longer than this is no text.</summary>
    private const int LongestLine = 4 * 1024 * 1024;

    public static Command Create()
    {
        Option<bool> tsv = new("--tsv") { Description = "each line is id<TAB>text" };
        Option<bool> json = new("--json") { Description = "print JSON lines (what is printed anyway)" };
        var words = LocalWordsOption();
        var day = DayOption();
        Command screen = new("screen", "Sort Danish texts: category, severity, care or concern, and why; a person decides")
        {
            tsv, json, words, day, ScreenEval.Create(), ScreenTrain.Create(),
        };
        screen.SetAction(parsed =>
        {
            if (!TryModel(parsed.GetValue(words), parsed.GetValue(day), out var model, out var fault))
            {
                return Complain(parsed, fault);
            }
            using var input = Console.OpenStandardInput();
            return Run(input, parsed.GetValue(tsv), model, parsed);
        });
        return screen;
    }

    internal static Option<string?> LocalWordsOption() => new("--words") { Description = "the municipality's own words, a JSON file (docs/screening.md)" };

    internal static Option<string?> DayOption() => new("--on") { Description = "the day that decides which own words are in force; today by default" };

    internal static int Run(Stream input, bool tsv, ScreeningModel model, ParseResult parsed)
    {
        using StreamReader reader = new(input, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16);
        var output = parsed.InvocationConfiguration.Output;
        Screener screener = new(model);
        ExplanationJson json = new();
        var number = 0;
        try
        {
            while (reader.ReadLine() is { } line)
            {
                number++;
                var tab = tsv ? line.IndexOf('\t', StringComparison.Ordinal) : -1;
                if (line.Length > LongestLine || (tsv && tab <= 0 && line.Length > 0))
                {
                    output.Flush();
                    return Complain(parsed, line.Length > LongestLine ? $"line {number} is longer than {LongestLine} characters" : $"line {number} has no id and tab: --tsv reads id<TAB>text");
                }
                if (line.Length > 0)
                {
                    var id = tab > 0 ? line[..tab] : number.ToString(CultureInfo.InvariantCulture);
                    output.WriteLine(json.Line(id, screener.Screen(tab > 0 ? line[(tab + 1)..] : line)));
                }
            }
        }
        catch (DecoderFallbackException)
        {
            output.Flush();
            return Complain(parsed, $"standard input is not UTF-8 after line {number}");
        }
        return ExitCode.Done;
    }

    /// <summary>The built-in model, with a municipality's own words when a file is named.</summary>
    internal static bool TryModel(string? words, string? on, out ScreeningModel model, out string fault)
    {
        model = ScreeningModel.BuiltIn;
        fault = "";
        if (words is null)
        {
            return true;
        }
        var day = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
        if (on is not null && !DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            fault = $"--on {on} is not a day such as 2026-11-20";
            return false;
        }
        if (!TryRead(words, out var text, out fault))
        {
            return false;
        }
        if (LocalWords.Load(Path.GetFileName(words), text, day, out var faults) is not { } rules)
        {
            fault = faults.Count == 1 ? faults[0].ToString() : $"{faults[0]} (and {faults.Count - 1} more)";
            return false;
        }
        model = new(rules, model.Heads);
        return true;
    }

    internal static bool TryRead(string path, out string text, out string fault)
    {
        (text, fault) = ("", "");
        try
        {
            text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return true;
        }
        catch (DecoderFallbackException)
        {
            fault = $"{path} is not UTF-8";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            fault = $"{path} cannot be read";
        }
        return false;
    }

    internal static int Complain(ParseResult parsed, string reason)
    {
        parsed.InvocationConfiguration.Error.WriteLine("vaern: " + reason.ReplaceLineEndings(" "));
        return ExitCode.BadInput;
    }
}
