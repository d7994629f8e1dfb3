using System.Globalization;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Preparedness;

/// <summary>What a review found.</summary>
public sealed record ReviewBody(string Worked, string Late)
{
    public const int PartLimit = 2_000;
}

/// <summary>A review as it stands.</summary>
/// <param name="DueOn">Five working days after the issue was closed: a goal of the municipality's own.</param>
/// <param name="CardVersion">The version of the card that it made; null where the card was good as it was.</param>
public sealed record IssueReview(DateOnly DueOn, ReviewBody? Body, DateTimeOffset? DoneAt, AccountId? DoneBy, int? CardVersion);

/// <summary>The review after an issue: what worked, what was late, and one change to the card, which is a new version of it.</summary>
public static class IssueReviews
{
    public const int WorkingDays = 5;

    /// <returns>The card's version in force afterwards; or <c>review.empty</c>, <c>review.open</c>, <c>review.done</c>, <c>card.*</c>, <c>issue.*</c>.</returns>
    public static Task<Result<int>> WriteAsync(Municipality municipality, StaffMember staff, IssueId issue, ReviewBody body, CardChange? change, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<int>(staff, issue, async (work, row) =>
        {
            if (PrepKeys.Lacking("review.empty", ReviewBody.PartLimit, body.Worked, body.Late) is { } lacking)
            {
                return lacking;
            }

            var planned = await work.FirstOrDefaultAsync<(DateOnly Due, bool Done)?>("select due_on, done_at is not null from issue_review where issue_id = @Id for update", new { row.Id }, cancel);
            if (planned is not { } review)
            {
                return new Error("review.open", "The issue is reviewed when it is closed.");
            }

            if (review.Done)
            {
                return new Error("review.done", "The review is written and stands.");
            }

            int? made = null;
            if (change is not null)
            {
                // An exercise changes nothing that is in force: its finding stands in the review alone.
                if (row.Drill)
                {
                    return new Error("review.drill", "An exercise does not change the card. Write the finding in the review.");
                }

                if (!(await Cards.ChangeAsync(municipality, work, staff, row.Id, change, body.Late, cancel)).TryGet(out var version, out var error))
                {
                    return error;
                }

                made = version;
            }

            var clean = new ReviewBody(municipality.Masked(body.Worked), municipality.Masked(body.Late));
            await work.ExecuteAsync(
                "update issue_review set body = @body, done_at = @now, done_by = @me, card_version = @made where issue_id = @Id",
                new { row.Id, now = work.Now, me = staff.Account.Value, made, body = await work.SealAsync(row.Id, "issue_review", "body", row.Id, clean, cancel) },
                cancel);
            await work.LogAsync(row.Id, staff, made is null ? "reviewed" : "reviewed-card", cancel, made is { } number ? number.ToString(CultureInfo.InvariantCulture) : "");
            await work.Streams.AppendAsync(row.Id, new StreamEvent("issue.reviewed", $"issue:{row.Number}", new { card = made, review.Due }, new { @new = clean }), cancel);
            return made ?? (await Cards.FindAsync(work, null, cancel)).Version;
        }, cancel, alsoClosed: true);

    /// <summary>The review of an issue; null before it was closed.</summary>
    public static async Task<IssueReview?> ReadAsync(Municipality municipality, StaffMember staff, IssueId issue, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var found = await work.FirstOrDefaultAsync<(DateOnly Due, byte[]? Body, DateTimeOffset? DoneAt, Guid? DoneBy, int? Card)?>(
            "select due_on, body, done_at, done_by, card_version from issue_review where issue_id = @id", new { id = issue.Value }, cancel);
        return found is not { } row ? null : new IssueReview(
            row.Due, row.Body is null ? null : await work.OpenAsync<ReviewBody>(issue.Value, "issue_review", "body", issue.Value, row.Body, cancel), row.DoneAt, row.DoneBy is { } by ? new AccountId(by) : null, row.Card);
    }

    /// <summary>Closed issues that wait for their review, the one due first; at most fifty.</summary>
    public static async Task<IReadOnlyList<(string Number, DateOnly DueOn)>> WaitingAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.QueryAsync<(string, DateOnly)>(
            "select i.number, r.due_on from issue_review r join issue i on i.id = r.issue_id where r.done_at is null order by r.due_on, i.number limit 50", cancel: cancel);
    }

    /// <summary>Planned when an issue is closed that somebody answered or worked on in a room. At 0 and 1 there is nothing to review.</summary>
    internal static async Task PlanAsync(UnitOfWork work, IssueRow row, CancellationToken cancel)
    {
        if (row.Level >= 2 && DanishCalendar.AddWorkingDays(DanishTime.DayOf(work.Now), WorkingDays) is { } due)
        {
            await work.ExecuteAsync("insert into issue_review (issue_id, due_on) values (@Id, @due)", new { row.Id, due }, cancel);
        }
    }
}
