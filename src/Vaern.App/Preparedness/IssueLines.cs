using System.Globalization;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>A version of the answer.</summary>
/// <param name="Approvals">Two, and neither is the author, before it may be sent.</param>
public sealed record IssueLine(int Version, LineBody Body, AccountId Author, DateTimeOffset WrittenAt, DateTimeOffset? ApprovedAt, IReadOnlyList<(AccountId Account, DateTimeOffset At)> Approvals);

/// <summary>The line: written by one, approved by two others, then the same for everyone.</summary>
public static class IssueLines
{
    /// <summary>How many approve.</summary>
    public const int Approvers = 2;

    /// <summary>Writes the next version, which waits for two. <c>answer.empty</c>, <c>line.too-long</c>, <c>line.stale</c>, <c>issue.not-assessed</c>, <c>issue.*</c>.</summary>
    /// <param name="after">The newest version that the writer saw; 0 for none.</param>
    public static Task<Result<int>> WriteAsync(Municipality municipality, StaffMember staff, IssueId issue, LineBody body, int after, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<int>(staff, issue, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(body.Known) || string.IsNullOrWhiteSpace(body.Ask))
            {
                return new Error("answer.empty", "Say what we know and where to ask.");
            }

            if (new[] { body.Known, body.NotKnown, body.Ask }.Any(part => part.Length > LineBody.PartLimit))
            {
                return new Error("line.too-long", "A part has more than 1,500 characters.");
            }

            if (row.State == "new")
            {
                return new Error("issue.not-assessed", "The issue is assessed before it is answered.");
            }

            var newest = await work.SingleAsync<int>("select coalesce(max(version), 0) from issue_line where issue_id = @Id", new { row.Id }, cancel);
            if (newest != after)
            {
                return new Error("line.stale", "Somebody else has written a version.");
            }

            var version = newest + 1;
            var clean = new LineBody(Clean(body.Known), Clean(body.NotKnown), municipality.WithoutNames(body.Ask));
            await work.ExecuteAsync(
                """
                insert into issue_line (issue_id, version, body, author_id, written_at) values (@Id, @version, @body, @me, @now);
                update issue set state = 'working' where id = @Id and state = 'assessed'
                """,
                new { row.Id, version, body = await work.SealAsync(row.Id, "issue_line", $"body{version}", row.Id, clean, cancel), me = staff.Account.Value, now = work.Now },
                cancel);
            await work.LogAsync(row.Id, staff, "line-written", cancel, version.ToString(CultureInfo.InvariantCulture));
            await work.Streams.AppendAsync(row.Id, new StreamEvent("line.written", $"issue:{row.Number}", new { version }, new { @new = clean }), cancel);
            return version;

            string Clean(string part) => TipText.Of(part, municipality.Units, municipality.Database.Keys).Text;
        }, cancel, alsoClosed: true);

    /// <summary>
    /// Approves the newest version. <c>line.own</c> for the author (the attempt is logged), <c>line.stale</c> when a newer version was written, <c>issue.*</c>. Twice is once.
    /// </summary>
    /// <returns>How many have approved.</returns>
    public static async Task<Result<int>> ApproveAsync(Municipality municipality, StaffMember staff, IssueId issue, int version, CancellationToken cancel = default)
    {
        var own = false;
        var approved = await municipality.OnIssueAsync<int>(staff, issue, async (work, row) =>
        {
            var line = await work.FirstOrDefaultAsync<(int Version, Guid Author)?>(
                "select version, author_id from issue_line where issue_id = @Id order by version desc limit 1", new { row.Id }, cancel);
            if (line is not { } newest || newest.Version != version)
            {
                return new Error("line.stale", "There is a newer version.");
            }

            if (newest.Author == staff.Account.Value)
            {
                own = true;
                await work.Streams.AppendAsync(row.Id, new StreamEvent("line.approval-refused", $"issue:{row.Number}", new { version, why = "author" }), cancel);
                return 0;
            }

            var added = await work.ExecuteAsync(
                "insert into line_approval (issue_id, version, account_id, approved_at) values (@Id, @version, @me, @now) on conflict do nothing", new { row.Id, version, me = staff.Account.Value, now = work.Now }, cancel);
            var count = await work.SingleAsync<int>("select count(*)::int from line_approval where issue_id = @Id and version = @version", new { row.Id, version }, cancel);
            if (added == 1)
            {
                if (count >= Approvers)
                {
                    await work.ExecuteAsync("update issue_line set approved_at = @now where issue_id = @Id and version = @version and approved_at is null", new { row.Id, version, now = work.Now }, cancel);
                }

                await work.LogAsync(row.Id, staff, "line-approved", cancel, version.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture));
                await work.Streams.AppendAsync(row.Id, new StreamEvent("line.approved", $"issue:{row.Number}", new { version, count }), cancel);
            }

            return count;
        }, cancel, alsoClosed: true);
        return own ? new Error("line.own", "You wrote the text. Somebody else approves it.") : approved;
    }
}
