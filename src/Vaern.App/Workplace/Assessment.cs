using System.Text.RegularExpressions;
using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Workplace;

/// <summary>What it was judged as, by whom and why. <paramref name="Suggestion"/> is what the signs pointed at; <paramref name="Level"/> what was chosen.</summary>
public sealed record AssessmentView(
    Guid Id, IReadOnlyList<string> Signs, string Suggestion, string Level, string Reason, string RuleSet, string RuleId, int RuleVersion, string MadeBy, DateTimeOffset MadeAt);

/// <summary>
/// The guide: to be tolerated, unpleasant, harassment, or may be punishable. It decides nothing about support, which is given whatever is chosen, and it never says
/// that something is punishable: police and prosecution judge that (law S-2).
/// </summary>
public static partial class Assessment
{
    public static readonly string[] Levels = ["tolerated", "unpleasant", "harassment", "may-be-punishable"];

    /// <summary>Signs that one can tick, each with the level it points at.</summary>
    public static IReadOnlyList<(string Sign, string Level)> Signs { get; } =
    [
        ("criticism", "tolerated"), ("rude", "unpleasant"), ("demeaning", "harassment"), ("repeated", "harassment"), ("many", "harassment"), ("threat", "may-be-punishable"),
        ("private-info", "may-be-punishable"), ("picture", "may-be-punishable"), ("false-profile", "may-be-punishable"), ("stalking", "may-be-punishable"),
        ("sexual", "may-be-punishable"), ("hate", "may-be-punishable"), ("false-accusation", "may-be-punishable"),
    ];

    /// <summary>The heaviest level that a ticked sign points at; unpleasant when nothing is ticked, for somebody was hit.</summary>
    public static string Suggest(IEnumerable<string> signs)
    {
        var levels = Signs.Where(known => signs.Contains(known.Sign)).Select(known => Array.IndexOf(Levels, known.Level)).ToArray();
        return levels.Length == 0 ? "unpleasant" : Levels[levels.Max()];
    }

    /// <returns>The judgement, or <c>assessment.level-missing</c>, <c>assessment.reason-missing</c>, <c>assessment.says-is</c>, <c>assessment.too-long</c>.</returns>
    public static Task<Result<Guid>> JudgeAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, IReadOnlyList<string> signs, string level, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var known = signs.Where(sign => Signs.Any(one => one.Sign == sign)).Distinct().ToArray();
            if (Fault(level, reason) is { } fault)
            {
                return fault;
            }

            var suggestion = Suggest(known);
            var rule = municipality.Law.Find("S-2");
            var written = await work.ExecuteAsync(
                """
                insert into workplace_assessment (id, case_id, signs, suggestion, level, body, rule_set, rule_id, rule_version, made_by, made_at)
                values (@id, @caseId, @known, @suggestion, @level, @body, @RuleSet, 'S-2', @version, @me, @now) on conflict (id) do nothing
                """,
                new
                {
                    id,
                    caseId = row.Id,
                    known,
                    suggestion,
                    level,
                    body = await work.SealAsync(row.Id, "workplace_assessment", "body", id, reason.Trim(), cancel),
                    row.RuleSet,
                    version = rule.IsOk ? rule.Value.Version : 1,
                    me = staff.Account.Value,
                    now = work.Now,
                },
                cancel);
            if (written == 1)
            {
                await work.BeginHandlingAsync(row, cancel);
                await work.Streams.AppendAsync(
                    row.Id, new StreamEvent("workplace.judged", $"assessment:{id:N}", new { suggestion, @new = level }, new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
                // Nothing to report to the police leaves the case a matter of the work environment; the clock says why it stopped.
                if (level is "tolerated" or "unpleasant")
                {
                    foreach (var stopped in new[] { "A-01", "GOAL-POLICE-DECISION" })
                    {
                        await Cases.SettleClock.EndAsync(work, row, stopped, "not-applicable", "Vurderet som sandsynligvis lovligt. Sagen fortsætter som arbejdsmiljø.", work.Now, staff, cancel);
                    }
                }
            }

            return id;
        }, cancel);

    internal static async Task<IReadOnlyList<AssessmentView>> ListAsync(Municipality municipality, UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<Row>(
            """
            select id, array_to_string(signs, ' ') as signs, suggestion, level, body, rule_set as ruleset, rule_id as ruleid, rule_version as ruleversion, made_by as madeby, made_at as madeat
            from workplace_assessment where case_id = @caseId order by made_at desc, id desc
            """,
            new { caseId },
            cancel);
        var views = new List<AssessmentView>();
        foreach (var row in rows)
        {
            views.Add(new AssessmentView(
                row.Id, row.Signs.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Suggestion, row.Level, await work.OpenTextAsync(caseId, "workplace_assessment", "body", row.Id, row.Body, cancel), row.RuleSet, row.RuleId,
                row.RuleVersion, await municipality.Staff.NameAsync(new AccountId(row.MadeBy), cancel), row.MadeAt));
        }

        return views;
    }

    private static Error? Fault(string level, string reason) => level switch
    {
        _ when !Levels.Contains(level) => new Error("assessment.level-missing", "Choose what it is judged as."),
        _ when string.IsNullOrWhiteSpace(reason) => new Error("assessment.reason-missing", "Write why."),
        _ when reason.Length > 10_000 => new Error("assessment.too-long", "The reason has more than 10,000 characters."),
        _ when Verdict().IsMatch(reason) => new Error("assessment.says-is", "Write that it may be, never that it is."),
        _ => null,
    };

    [GeneratedRegex(@"\b(er|var|is|was)\s+(\w+\s+)?(strafbar|strafbart|ulovlig|ulovligt|kriminel|kriminelt|punishable|illegal|criminal)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Verdict();

    private sealed record Row(
        Guid Id, string Signs, string Suggestion, string Level, byte[] Body, string RuleSet, string RuleId, int RuleVersion, Guid MadeBy, DateTimeOffset MadeAt);
}
