using System.Globalization;
using System.Text;
using Vaern.Screening;
using Vaern.Screening.Heads;

namespace Vaern.Cli.Bench;

/// <summary>
/// Debian's fastText, trained in the run on the same labelled texts (words and 3 to 6 characters, one thread) and asked to label them. Its processor time without
/// what loading the model takes, against the heads of this program with an explanation for every head, also the far ones.
/// </summary>
internal static class FastTextPeer
{
    private const int Generated = 4_000;
    private const int MostRounds = 40;

    /// <param name="Ratio">How many times faster this program is; null when fastText is not there.</param>
    internal sealed record Outcome(double? Ratio, string? Fault);

    internal static async Task<Outcome> RunAsync(string? labelled, TextWriter output)
    {
        if (!await Peer.ExistsAsync("fasttext"))
        {
            return new(null, null);
        }
        if (Texts(labelled) is not { } texts)
        {
            return new(null, $"{labelled} cannot be read as labelled texts");
        }
        var folder = Directory.CreateTempSubdirectory("vaern-fasttext");
        try
        {
            return await CompareAsync(texts, labelled is null ? "generated texts" : Path.GetFileName(labelled), folder.FullName, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Outcome> CompareAsync(List<(string Text, bool Positive)> texts, string name, string folder, TextWriter output)
    {
        var rounds = Math.Clamp(60_000 / texts.Count, 1, MostRounds);
        await File.WriteAllLinesAsync(Path.Combine(folder, "train.txt"), texts.Select(one => $"__label__{(one.Positive ? "yes" : "no")} {one.Text}"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "ask.txt"), Enumerable.Range(0, rounds).SelectMany(_ => texts.Select(one => one.Text)));
        await File.WriteAllTextAsync(Path.Combine(folder, "one.txt"), texts[0].Text + "\n");
        var trained = await Peer.RunAsync("fasttext supervised -input train.txt -output model -minn 3 -maxn 6 -thread 1 -epoch 10 -bucket 200000 -dim 50 && fasttext predict model.bin ask.txt >/dev/null", folder);
        if (trained.Code != 0)
        {
            output.WriteLine("fasttext is installed and does not train; not compared");
            return new(null, null);
        }
        var loading = await ProcessorAsync("fasttext predict model.bin one.txt", folder);
        var answered = await ProcessorAsync("fasttext predict model.bin ask.txt", folder);
        var count = texts.Count * rounds;
        var theirs = count / Math.Max(0.001, answered - loading);
        var asked = await File.ReadAllLinesAsync(Path.Combine(folder, "ask.txt"));
        HeadRanker ranker = new(HeadModel.Shipped!);
        var found = 0;
        var seconds = ThreadClock.Best(3, () =>
        {
            foreach (var text in asked)
            {
                found += ranker.Read(text).Count;
            }
        });
        var ours = count / seconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"fasttext  {theirs:N0} texts/s without loading its model ({loading:F2} s); heads with explanation {ours:N0} texts/s; {texts.Count:N0} texts of {name}, {rounds} times, mean {texts.Average(one => one.Text.Length):F0} characters"));
        return new(ours / theirs, null);
    }

    /// <summary>Processor time of a program as the shell counts it, in seconds; the better of two.</summary>
    private static async Task<double> ProcessorAsync(string line, string folder)
    {
        var best = double.MaxValue;
        for (var round = 0; round < 2; round++)
        {
            var (_, text, _) = await Peer.RunAsync($"{line} >/dev/null; times", folder);
            best = Math.Min(best, OfChildren(text));
        }
        return best;
    }

    /// <summary>The second line of <c>times</c> is that of the children: <c>0m1.230000s 0m0.040000s</c>.</summary>
    internal static double OfChildren(string times) => times.Split('\n')[1].Split(' ').Sum(part =>
    {
        var minutes = part.IndexOf('m', StringComparison.Ordinal);
        return (double.Parse(part[..minutes], CultureInfo.InvariantCulture) * 60) + double.Parse(part[(minutes + 1)..].TrimEnd('s'), CultureInfo.InvariantCulture);
    });

    private static List<(string Text, bool Positive)>? Texts(string? labelled)
    {
        if (labelled is null)
        {
            return [.. Enumerable.Range(0, Generated).Select(number => (ScreenBenchTexts.Of(number), ScreenBenchTexts.IsMarked(number)))];
        }
        try
        {
            TrainingRows rows = new();
            using StreamReader reader = new(labelled, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return rows.Add(Path.GetFileName(labelled), reader) is null && rows.Count > 0 ? [.. rows.Rows().Select(row => (row.Text, row.Labels[0] == 1))] : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
