using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>Ends an issue with what was learned. Everyone who asked has an answer first, or a reason stands why not.</summary>
public static class CloseIssue
{
    /// <returns>True, or <c>issue.not-assessed</c>, <c>issue.unanswered</c>, <c>reason.missing</c>, <c>issue.stale</c>, <c>issue.*</c>.</returns>
    public static Task<Result<bool>> HandleAsync(Municipality municipality, StaffMember staff, IssueId issue, string learned, bool unansweredOnPurpose, int version, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<bool>(staff, issue, async (work, row) =>
        {
            if (row.Level is null)
            {
                return new Error("issue.not-assessed", "The issue is assessed before it is closed.");
            }

            if (string.IsNullOrWhiteSpace(learned) || learned.Length > IssueLog.TextLimit)
            {
                return new Error("reason.missing", "Say in a few words how it ended.");
            }

            var unanswered = await work.SingleAsync<int>(
                "select count(*)::int from tip t where t.issue_id = @Id and not exists (select 1 from tip_answer a where a.tip_id = t.id)", new { row.Id }, cancel);
            // At level 0 and 1 nothing is answered on purpose: the asker's page says so.
            if (unanswered > 0 && row.Level >= 2 && !unansweredOnPurpose)
            {
                return new Error("issue.unanswered", "Somebody who asked has no answer.");
            }

            if (!await work.MoveOnAsync(row, version, cancel))
            {
                return new Error("issue.stale", "Somebody else has changed the issue.");
            }

            await work.ExecuteAsync(
                "update issue set state = 'closed', closed_at = @now, closing = @closing where id = @Id",
                new { row.Id, now = work.Now, closing = await work.SealAsync(row.Id, "issue", "closing", row.Id, TipText.Of(learned, municipality.Units, municipality.Database.Keys).Text, cancel) },
                cancel);
            await IssueLog.AddAsync(work, row, Guid.CreateVersion7(), staff, new NewIssueEntry("decision", learned.Trim(), work.Now), cancel, municipality);
            await IssueReviews.PlanAsync(work, row, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("issue.closed", $"issue:{row.Number}", new { row.Level, unanswered }), cancel);
            return true;
        }, cancel);
}
