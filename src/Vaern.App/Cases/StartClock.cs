using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;

namespace Vaern.App.Cases;

/// <summary>Starts a clock by hand: the first day of absence, another act by the same sender, a police report that is considered.</summary>
public static class StartClock
{
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string rule, DateTimeOffset start, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
            start > work.Now
                ? new Error("clock.time", "A clock cannot start in the future.")
                : await CaseClocks.StartAsync(municipality.Law, work, row, rule, start, cancel, staff.RoleIn(new UnitId(row.Unit))), cancel);
}
