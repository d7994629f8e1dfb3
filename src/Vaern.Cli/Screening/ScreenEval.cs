using System.CommandLine;
using System.Globalization;
using Vaern.Screening;
using Vaern.Screening.Explaining;
using Vaern.Screening.Heads;

namespace Vaern.Cli.Screening;

/// <summary><c>vaern screen eval TSV</c>: confusion matrix, macro-F1, recall for each category and functionality with its interval, the care route, the review budget.</summary>
internal static class ScreenEval
{
    public static Command Create()
    {
        Argument<string> file = new("TSV") { Description = "columns text and label, or text and expected; category, functionality and route are used when there" };
        var words = ScreenCommand.LocalWordsOption();
        var day = ScreenCommand.DayOption();
        Command eval = new("eval", "Measure the screening on labelled texts") { file, words, day };
        eval.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (!ScreenCommand.TryModel(parsed.GetValue(words), parsed.GetValue(day), out var model, out var fault) || !ScreenCommand.TryRead(path, out var text, out fault)
                || LabelledTexts.Read(Path.GetFileName(path), text, out fault) is not { } texts)
            {
                return ScreenCommand.Complain(parsed, fault);
            }
            Print(texts, model, parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });
        return eval;
    }

    private static void Print(LabelledTexts texts, ScreeningModel model, TextWriter output)
    {
        Screener screener = new(model) { ExplainHeads = false };
        var found = texts.Rows.Select(row => screener.Screen(row.Text)).ToArray();
        var truth = texts.Rows.Select(row => row.Positive).ToArray();
        var said = found.Select(one => texts.JudgesOffensive ? one.Offensive : one.Flag).ToArray();
        var (both, onlySaid, onlyTrue, neither) = RankMeasures.Count(said, truth);
        Line(output, $"texts     {texts.Rows.Count} ({truth.Count(label => label)} positive), {texts.Skipped} rows skipped, judged by {(texts.JudgesOffensive ? "offensive" : "flag")}");
        Line(output, $"version   rules {model.Rules.Version}, heads {model.Heads?.Header.Version ?? "none"}");
        Line(output, $"confusion said and true {both}, said only {onlySaid}, true only {onlyTrue}, neither {neither}");
        Line(output, $"macro-f1  {RankMeasures.MacroF1(said, truth):F3}   precision {Share(both, both + onlySaid)}   recall {Share(both, both + onlyTrue)}   wrongly flagged {Share(onlySaid, onlySaid + neither)}");
        PrintRanking(texts, found, truth, output);
        PrintCare(texts, found, output);
        PrintSeverity(texts, found, output);
        foreach (var group in Groups(texts, row => row.Positive ? row.Category : ""))
        {
            var hits = group.Count(i => said[i]);
            var named = group.Count(i => said[i] && (found[i].Category?.Code() == group.Key || found[i].Also.Any(also => also.Code() == group.Key)));
            Line(output, $"category  {group.Key,-20} recall {Interval(hits, group.Count())}   with this category {named}");
        }
        foreach (var group in Groups(texts, row => row.Functionality))
        {
            var right = group.Count(i => texts.Rows[i].Care ? found[i].Route == Route.Care : said[i] == truth[i]);
            Line(output, $"function  {group.Key,-28} right {Interval(right, group.Count())}");
        }
    }

    private static void PrintRanking(LabelledTexts texts, Explanation[] found, bool[] truth, TextWriter output)
    {
        var scores = found.Select(one => texts.JudgesOffensive ? one.Heads.FirstOrDefault(head => head.Head == HeadModel.OffensiveHead)?.P ?? 0 : one.Score).ToArray();
        Line(output, $"ranking   auc {RankMeasures.Auc(scores, truth):F3}   average precision {RankMeasures.AveragePrecision(scores, truth):F3}   recall when 5/10/20 % are read {RankMeasures.RecallAt(scores, truth, .05):F3} {RankMeasures.RecallAt(scores, truth, .1):F3} {RankMeasures.RecallAt(scores, truth, .2):F3}");
    }

    private static void PrintCare(LabelledTexts texts, Explanation[] found, TextWriter output)
    {
        var care = Enumerable.Range(0, found.Length).Where(i => texts.Rows[i].Care).ToArray();
        if (care.Length > 0)
        {
            Line(output, $"care      on the care route {Interval(care.Count(i => found[i].Route == Route.Care), care.Length)}   among concerns {care.Count(i => found[i].Flag)}");
        }
        Line(output, $"          concerns on the care route {Enumerable.Range(0, found.Length).Count(i => texts.Rows[i].Positive && found[i].Route == Route.Care)}");
    }

    private static void PrintSeverity(LabelledTexts texts, Explanation[] found, TextWriter output)
    {
        (int, int)[] pairs = [.. Enumerable.Range(0, found.Length).Where(i => texts.Rows[i].Severity is not null && found[i].Severity is not null).Select(i => ((int)texts.Rows[i].Severity!, (int)found[i].Severity!))];
        if (pairs.Length > 0)
        {
            Line(output, $"severity  quadratic kappa {RankMeasures.QuadraticKappa(pairs):F3} over {pairs.Length} texts that have one and were found");
        }
    }

    private static IEnumerable<IGrouping<string, int>> Groups(LabelledTexts texts, Func<LabelledText, string> key) =>
        Enumerable.Range(0, texts.Rows.Count).GroupBy(i => key(texts.Rows[i])).Where(group => group.Key.Length > 0).OrderBy(group => group.Key, StringComparer.Ordinal);

    private static string Interval(int hits, int of)
    {
        var (low, high) = UnflaggedSample.MissedShare(of, hits);
        return string.Create(CultureInfo.InvariantCulture, $"{hits}/{of} = {(double)hits / of:F3} [{low:F3}–{high:F3}]");
    }

    private static string Share(int part, int of) => of == 0 ? "–" : ((double)part / of).ToString("F3", CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
