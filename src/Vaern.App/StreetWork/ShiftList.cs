using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.StreetWork;

/// <summary>Shifts for those who answer for them: what was done, never how anybody was.</summary>
public static class ShiftList
{
    public const int PageSize = 25;

    /// <summary>The latest first. A page more than there is, is empty.</summary>
    public static async Task<(IReadOnlyList<Shift> Shifts, bool More)> PageAsync(Municipality municipality, StaffMember staff, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Shifts.Row>(
            $"select {Shifts.Columns} from street_shift s order by s.started_at desc, s.id offset @skip limit @limit", new { skip = (Math.Max(page, 1) - 1) * PageSize, limit = PageSize + 1 }, cancel);
        return (await Shifts.OpenAsync(work, [.. rows.Take(PageSize)], cancel), rows.Count > PageSize);
    }

    /// <summary>By its number. <c>shift.not-found</c>.</summary>
    public static async Task<Result<Shift>> ReadAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var shifts = await Shifts.OpenAsync(work, await work.QueryAsync<Shifts.Row>($"select {Shifts.Columns} from street_shift s where s.number = upper(@number)", new { number }, cancel), cancel);
        return shifts.Count == 0 ? new Error("shift.not-found", "There is no such shift, or it is not yours to see.") : shifts[0];
    }
}
