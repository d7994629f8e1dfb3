using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Preparedness;

/// <summary>An issue's open columns.</summary>
internal sealed record IssueRow(Guid Id, string Number, string State, bool Drill, int? Level, DateTimeOffset? RoomAt, int Version)
{
    public const string Columns = "id, number, state, drill, level, room_at as roomat, version";
}

/// <summary>How every change of an issue runs: one transaction, the row locked, the right checked by row-level security and here, all or nothing.</summary>
internal static class ChangeIssue
{
    public static async Task<Result<T>> OnIssueAsync<T>(
        this Municipality municipality, StaffMember staff, IssueId id, Func<UnitOfWork, IssueRow, Task<Result<T>>> change, CancellationToken cancel, bool alsoClosed = false)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("issue.not-found", "There is no such issue, or it is not yours to change.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<IssueRow>($"select {IssueRow.Columns} from issue where id = @id for update", new { id = id.Value }, cancel);
        if (row is null)
        {
            return new Error("issue.not-found", "There is no such issue, or it is not yours to change.");
        }

        if (row.State == "closed" && !alsoClosed)
        {
            return new Error("issue.closed", "The issue is closed.");
        }

        var result = await change(work, row);
        if (result.IsOk)
        {
            await work.CommitAsync(cancel);
        }

        return result;
    }

    /// <summary>Moves the version on from the one the form was made from; false when somebody else was first.</summary>
    public static async Task<bool> MoveOnAsync(this UnitOfWork work, IssueRow row, int version, CancellationToken cancel) =>
        await work.ExecuteAsync("update issue set version = version + 1 where id = @Id and version = @version", new { row.Id, version }, cancel) == 1;
}
