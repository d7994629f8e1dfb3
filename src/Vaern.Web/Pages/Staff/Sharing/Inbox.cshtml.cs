using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>What other rooms have sent to the units in which one works.</summary>
[Needs(Permission.WorkOnCases)]
public sealed class InboxModel : StaffPage
{
    public IReadOnlyList<ReceivedLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Lines = await HandOverInbox.ListAsync(Town, Me, cancel);

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";
}
