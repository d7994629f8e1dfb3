using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Rights;

/// <summary>
/// The motivated decision on what the person contested: it stays because it was what was known then
/// or it is rectified, with both versions kept. Erasing one entry of a record is no outcome: a record ends whole, by the schedule. The person reads it
/// with the way to complain.
/// </summary>
public static class DecideRequest
{
    public static readonly string[] Outcomes = ["stays", "rectified"];

    /// <param name="correction">What is true instead, for <c>rectified</c>: a correcting entry in every case concerned.</param>
    /// <returns><c>rights.outcome</c>, <c>reason.missing</c>, <c>rights.rule</c>, <c>rights.correction</c>, <c>rights.not-contested</c>, <c>rights.stale</c>.</returns>
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember by, string number, string outcome, string rule, string reason, string? correction, int version, CancellationToken cancel = default) =>
        RightsDesk.OnAsync(municipality, by, number, version, async (work, request) =>
        {
            if (!Outcomes.Contains(outcome))
            {
                return new Error("rights.outcome", "Choose the outcome.");
            }

            if (string.IsNullOrWhiteSpace(reason) || string.IsNullOrWhiteSpace(rule))
            {
                return string.IsNullOrWhiteSpace(reason) ? new Error("reason.missing", "Say why.") : new Error("rights.rule", "Name the ground.");
            }

            if (outcome == "rectified" && string.IsNullOrWhiteSpace(correction))
            {
                return new Error("rights.correction", "Write what is true instead.");
            }

            if (request.State != "contested" && (request.State != "answered" || request.Kind == "access" || outcome == "rectified"))
            {
                return new Error("rights.not-contested", "Nothing has been contested.");
            }

            var text = $"{RightsPapers.OutcomeWords(outcome)} {reason.Trim()}\nGrundlag: {rule.Trim()}." + (outcome == "rectified" ? $"\nRettet til: {correction!.Trim()}" : "");
            await work.ExecuteAsync(
                "update rights_request set state = 'decided', decision = @decision, decided_at = @now, decided_by = @me, version = version + 1 where id = @Id",
                new { request.Id, now = work.Now, me = by.Account.Value, decision = await work.SealAsync(request.Id, "rights_request", "decision", request.Id, text, cancel) }, cancel);
            await work.Streams.AppendAsync(request.Id, new StreamEvent("rights.decided", null, new { old = request.State, @new = "decided", outcome }, new { rule, reason, correction }) { Role = "dpo" }, cancel);
            if (outcome == "rectified")
            {
                await CorrectAsync(municipality, request, correction!.Trim(), cancel);
            }

            return request.Id;
        }, cancel, alsoAnswered: true);

    // The data protection officer has no access to the case; the correction is written by the background, in the name of the decision.
    private static async Task CorrectAsync(Municipality municipality, RightsRequest request, string correction, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var contested = await work.QueryAsync<(Guid CaseId, Guid Entry)>(
            """
            select distinct e.case_id, e.corrects_id from rights_statement s join rights_hit h on h.id = s.hit_id join entry e on e.case_id = h.case_id and e.author_id is null and e.kind = 'statement'
            where s.request_id = @Id and e.corrects_id is not null and e.recorded_at >= s.made_at order by e.case_id, e.corrects_id
            """,
            new { request.Id }, cancel);
        foreach (var (caseId, entry) in contested)
        {
            var row = await work.SingleAsync<CaseRow>($"select {CaseRow.Columns} from case_file c where c.id = @caseId for update", new { caseId }, cancel);
            await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "decision", $"Berigtiget efter afgørelse {request.Number}: {correction}", work.Now, null, entry, cancel);
        }

        await work.CommitAsync(cancel);
    }
}
