using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Casework;

/// <summary>
/// How every change of a case runs: one transaction, the case's row locked, the acting person's right to write checked, the
/// worklists brought up to date, all or nothing.
/// </summary>
internal static class ChangeCase
{
    public static async Task<Result<T>> OnCaseAsync<T>(
        this Municipality municipality, StaffMember staff, CaseId id, Func<UnitOfWork, CaseRow, Task<Result<T>>> change, CancellationToken cancel, bool alsoClosed = false)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<CaseRow>(
            $"""
            select {CaseRow.Columns} from case_file c
            where c.id = @id and exists (select 1 from case_access a where a.case_id = c.id and a.account_id = @me and a.access = 'write')
            for update
            """,
            new { id = id.Value, me = staff.Account.Value },
            cancel);
        if (row is null)
        {
            return new Error("case.not-found", "There is no such case, or it is not yours to change.");
        }

        if (row.State == "closed" && !alsoClosed)
        {
            return new Error("case.closed", "The case is closed.");
        }

        var result = await change(work, row);
        if (result.IsOk)
        {
            await Worklists.RefreshAsync(work, row.Id, cancel);
            await work.CommitAsync(cancel);
        }

        return result;
    }

    /// <summary>A case that somebody works on is no longer merely open.</summary>
    public static Task BeginHandlingAsync(this UnitOfWork work, CaseRow row, CancellationToken cancel) =>
        work.ExecuteAsync("update case_file set state = 'handling', version = version + 1 where id = @Id and state = 'open'", new { row.Id }, cancel);
}
