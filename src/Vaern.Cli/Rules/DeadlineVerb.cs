using System.CommandLine;
using Vaern.Rules;

namespace Vaern.Cli.Rules;

/// <summary><c>vaern deadline RULE START</c>.</summary>
internal static class DeadlineVerb
{
    public static Command Command()
    {
        Argument<string> ruleId = new("RULE") { Description = "Rule id, for example B-03" };
        Argument<string> start = new("START") { Description = "ISO 8601; Danish time when no zone is given" };
        Option<string?> closed = new("--at-work-days-closed")
        {
            Description = "File with local closed days, one a line (2026-12-24, 12-24 or 2026-12-23/2026-12-31); a note, never the result",
            HelpName = "FILE",
        };
        var language = CliText.Language();
        Command deadline = new("deadline", "When a limit ends, counted from its start") { ruleId, start, closed, language };
        deadline.SetAction(parsed =>
        {
            var culture = parsed.Culture(language);
            if (!Compute(parsed.GetValue(ruleId)!, parsed.GetValue(start)!, parsed.GetValue(closed)).TryGet(out var found, out var error))
            {
                return parsed.Fail(error, culture);
            }
            return parsed.Print(new
            {
                Rule = found.Rule.Id,
                found.Rule.Version,
                Start = found.Rule.Limit.IsInstant ? found.Start.ToString() : IsoDay(found),
                Due = found.Due?.ToString(),
                DueLatest = found.DueLatest?.ToString(),
                Counting = found.Counting.In(culture),
                Confidence = found.Rule.Confidence.Letter,
                Notes = found.Notes.Select(note => note.In(culture)),
            });
        });
        return deadline;
    }

    private static RulesResult<Deadline> Compute(string ruleId, string start, string? closedFile)
    {
        if (RuleBook.Default.Find(ruleId).Error is { } unknown)
        {
            return unknown;
        }
        if (!StartMoment.Parse(start).TryGet(out var moment, out var error))
        {
            return error;
        }
        if (!RuleBook.Default.At(ruleId, moment.Day).TryGet(out var rule, out error))
        {
            return error;
        }
        if (!Closed(closedFile).TryGet(out var closed, out error))
        {
            return error;
        }
        return DeadlineEngine.Compute(rule, moment, closed);
    }

    private static RulesResult<ClosedDays> Closed(string? file)
    {
        if (file is null)
        {
            return ClosedDays.None;
        }
        return CliText.ReadSmallFile(file).TryGet(out var text, out var error) ? ClosedDays.Parse(text) : error;
    }

    private static string IsoDay(Deadline found) =>
        found.Rule.Limit.Kind == LimitKind.AtOnce ? found.Start.ToString() : StartMoment.On(found.Start.Day).ToString();
}
