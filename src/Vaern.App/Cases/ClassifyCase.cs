using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>
/// Keeps what a case may be covered by, as somebody answered the questions. Nothing is started by it: clocks are offered. Only one thing
/// follows at once: a matter that may show somebody under 18 in a sexual way takes no files from then on (law S-1), and never again.
/// </summary>
public static class ClassifyCase
{
    /// <param name="version">The version that was shown when the questions were begun; 0 when there was none.</param>
    /// <returns>The new version, or <c>classification.answers</c>, <c>classification.stale</c>, <c>case.*</c>.</returns>
    public static Task<Result<CaseClassification>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, IReadOnlyDictionary<string, string> answers, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<CaseClassification>(staff, caseId, async (work, row) =>
        {
            if (!KeptClassification.Of(answers, municipality.Law).TryGet(out var result, out var error))
            {
                return error;
            }

            var earlier = await CaseClassification.ListAsync(municipality, work, caseId, cancel);
            if ((earlier.Count > 0 ? earlier[0].Version : 0) != version)
            {
                return new Error("classification.stale", "Somebody else has classified the case.");
            }

            if (result.Restricted && !row.IsRestricted)
            {
                await RestrictAsync(work, row, staff, cancel);
            }

            return await WriteAsync(work, row, staff, result, earlier.Count > 0 ? earlier[0] : null, cancel);
        }, cancel);

    internal static async Task<CaseClassification> WriteAsync(
        UnitOfWork work, CaseRow row, StaffMember staff, KeptClassification result, CaseClassification? earlier, CancellationToken cancel)
    {
        var made = new CaseClassification(Guid.CreateVersion7(), (earlier?.Version ?? 0) + 1, work.Now, staff.Name, result);
        await work.ExecuteAsync(
            """
            insert into classification (id, case_id, version, made_by, made_at, rule_set, tree_version, body)
            values (@Id, @caseId, @Version, @me, @now, @RuleSet, @TreeVersion, @body)
            """,
            new
            {
                made.Id,
                caseId = row.Id,
                made.Version,
                me = staff.Account.Value,
                now = work.Now,
                result.RuleSet,
                result.TreeVersion,
                body = await work.SealAsync(row.Id, "classification", "body", made.Id, result, cancel),
            },
            cancel);
        await work.Streams.AppendAsync(
            row.Id,
            new StreamEvent(
                "case.classified", $"classification:{made.Id:N}", new { made.Version, result.RuleSet, result.TreeVersion, result.Restricted },
                new { old = earlier is null ? null : Words(earlier.Result), @new = Words(result) })
            {
                Role = staff.RoleIn(new UnitId(row.Unit)),
            },
            cancel);
        return made;
    }

    // Never the other way: a case that took no files does not begin to.
    private static async Task RestrictAsync(UnitOfWork work, CaseRow row, StaffMember staff, CancellationToken cancel)
    {
        await work.ExecuteAsync("update case_file set regime = 'restricted', version = version + 1 where id = @Id", new { row.Id }, cancel);
        await Referrals.FirstAsync(work, row, staff, cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("case.restricted", $"case:{row.Number}", new { old = row.Regime, @new = "restricted" }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
    }

    private static object Words(KeptClassification result) => new { result.Outcome, answers = result.Answers.ToDictionary(answer => answer.Question, answer => answer.Answer) };
}
