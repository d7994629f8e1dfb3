using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vaern.Screening.Heads;

namespace Vaern.Cli.Screening;

/// <summary><c>vaern screen train TSV… --out FILE</c>: retrains the heads and says how they were set and how they did.</summary>
internal static class ScreenTrain
{
    public static Command Create()
    {
        Argument<string[]> files = new("TSV") { Arity = ArgumentArity.OneOrMore, Description = "text and a column for each head (1, 0, empty), or text and label (OFF, NOT)" };
        Option<string> into = new("--out") { Required = true, Description = "the file of heads to write" };
        Option<string> version = new("--version-name") { DefaultValueFactory = _ => "local", Description = "the version that explanations carry" };
        Option<string[]> credits = new("--attribution") { Description = "data and licence to keep in the file; may be repeated" };
        Option<int> bits = new("--bits") { DefaultValueFactory = _ => 18, Description = "buckets as a power of two, 12 to 20" };
        Command train = new("train", "Train the linear heads from labelled texts: seconds, one thread, the same bytes each time") { files, into, version, credits, bits };
        train.SetAction(parsed =>
        {
            TrainingRows rows = new();
            if (parsed.GetValue(bits) is < 12 or > 20)
            {
                return ScreenCommand.Complain(parsed, "--bits must be 12 to 20");
            }
            foreach (var file in parsed.GetValue(files)!)
            {
                if (Read(rows, file) is { } fault)
                {
                    return ScreenCommand.Complain(parsed, fault);
                }
            }
            return Train(rows, parsed.GetValue(bits), parsed.GetValue(version)!, parsed.GetValue(credits) ?? [], parsed.GetValue(into)!, parsed);
        });
        return train;
    }

    private static string? Read(TrainingRows rows, string path)
    {
        try
        {
            using StreamReader reader = new(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return rows.Add(Path.GetFileName(path), reader);
        }
        catch (DecoderFallbackException)
        {
            return $"{path} is not UTF-8";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{path} cannot be read";
        }
    }

    private static int Train(TrainingRows rows, int bits, string version, string[] credits, string into, ParseResult parsed)
    {
        var clock = Stopwatch.StartNew();
        if (new HeadTrainer { Bits = bits }.Train(rows, version, credits, out var fault) is not { } model)
        {
            return ScreenCommand.Complain(parsed, fault!);
        }
        try
        {
            File.WriteAllBytes(into, HeadFile.Write(model));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ScreenCommand.Complain(parsed, $"{into} cannot be written");
        }
        var output = parsed.InvocationConfiguration.Output;
        Line(output, $"rows      {rows.Count}, {rows.Skipped} skipped, sha256 {rows.Fingerprint()}");
        Line(output, $"settings  2^{bits} buckets, words 1-2 and characters 2-5, squared-hinge SVM, {HeadTrainer.Folds} folds by group, cost by average precision, Platt; {clock.Elapsed.TotalSeconds:F1} s");
        foreach (var head in model.Heads)
        {
            var scores = head.Scores;
            Line(output, $"head      {head.Name,-18} n {scores.Texts} ({scores.Positive})  C {head.C}  threshold {head.Threshold:F3}  cv: macro-f1 {scores.MacroF1:F3}  P {scores.Precision:F3}  R {scores.Recall:F3}  auc {scores.Auc:F3}  ap {scores.AveragePrecision:F3}  recall at 10/20 % {scores.Recall10:F3}/{scores.Recall20:F3}  ece {scores.CalibrationError:F3}");
        }
        Line(output, $"written   {into}");
        return ExitCode.Done;
    }

    private static void Line(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
