using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>A person's word over the grouping: a tip belongs to an issue, or is closed with a reason, or waits again. It is never moved by likeness after that.</summary>
public static class PlaceTip
{
    /// <summary>Lays the tip in an issue. <c>tip.not-found</c>, <c>tip.stale</c>, <c>issue.not-found</c>, <c>issue.drill</c>.</summary>
    public static Task<Result<bool>> InIssueAsync(Municipality municipality, StaffMember staff, TipId tip, IssueId issue, int version, CancellationToken cancel = default) =>
        OnTipAsync(municipality, staff, tip, version, async (work, row) =>
        {
            var found = await work.FirstOrDefaultAsync<(bool Drill, string Number)?>("select drill, number from issue where id = @id", new { id = issue.Value }, cancel);
            if (found is not { } into)
            {
                return new Error("issue.not-found", "There is no such issue.");
            }

            if (into.Drill != row.Drill)
            {
                return new Error("issue.drill", "An exercise and the real thing are kept apart.");
            }

            await work.ExecuteAsync(
                "update tip set state = 'placed', issue_id = @issue, placed_by = @me, placed_at = @now, why = null where id = @Id",
                new { row.Id, issue = issue.Value, me = staff.Account.Value, now = work.Now }, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("tip.placed", $"tip:{row.Number}", new { old = row.Issue, @new = issue.Value }), cancel);
            await work.Streams.AppendAsync(issue.Value, new StreamEvent("tip.placed", $"tip:{row.Number}", new { from = row.Issue }), cancel);
            await work.LogAsync(issue.Value, staff, "tip-placed", cancel, row.Number);
            await Answers.GiveStandingAsync(work, row.Id, issue.Value, cancel);
            return true;
        }, cancel);

    /// <summary>Closes a tip that is not ours to act on. <c>reason.missing</c>, <c>tip.*</c>.</summary>
    public static Task<Result<bool>> CloseAsync(Municipality municipality, StaffMember staff, TipId tip, string why, int version, CancellationToken cancel = default) =>
        OnTipAsync(municipality, staff, tip, version, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(why) || why.Length > NewTip.TextLimit)
            {
                return new Error("reason.missing", "Say why in a few words.");
            }

            await work.ExecuteAsync(
                "update tip set state = 'closed', issue_id = null, placed_by = @me, placed_at = @now, why = @why where id = @Id",
                new { row.Id, me = staff.Account.Value, now = work.Now, why = await work.SealAsync(row.Id, "tip", "why", row.Id, municipality.Masked(why), cancel) }, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("tip.closed", $"tip:{row.Number}", new { old = row.Issue }, new { why = municipality.Masked(why) }), cancel);
            if (row.Issue is { } left)
            {
                await work.LogAsync(left, staff, "tip-closed", cancel, row.Number);
            }

            return true;
        }, cancel);

    /// <summary>Writes down that the police were called about a threat, and when. <c>tip.*</c>.</summary>
    public static Task<Result<bool>> PoliceAsync(Municipality municipality, StaffMember staff, TipId tip, int version, CancellationToken cancel = default) =>
        OnTipAsync(municipality, staff, tip, version, async (work, row) =>
        {
            await work.ExecuteAsync("update tip set police_at = coalesce(police_at, @now) where id = @Id", new { row.Id, now = work.Now }, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("tip.police", $"tip:{row.Number}"), cancel);
            return true;
        }, cancel);

    private static async Task<Result<bool>> OnTipAsync(
        Municipality municipality, StaffMember staff, TipId tip, int version, Func<UnitOfWork, TipRow, Task<Result<bool>>> change, CancellationToken cancel)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("tip.not-found", "There is no such tip, or it is not yours to place.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<TipRow>("select id, number, issue_id as issue, drill, version from tip where id = @id for update", new { id = tip.Value }, cancel);
        if (row is null)
        {
            return new Error("tip.not-found", "There is no such tip, or it is not yours to place.");
        }

        if (row.Version != version)
        {
            return new Error("tip.stale", "Somebody else has placed the tip.");
        }

        var result = await change(work, row);
        if (result.IsOk)
        {
            await work.ExecuteAsync("update tip set version = version + 1 where id = @Id", new { row.Id }, cancel);
            await work.CommitAsync(cancel);
        }

        return result;
    }

    private sealed record TipRow(Guid Id, string Number, Guid? Issue, bool Drill, int Version);
}
