using Vaern.App.Accounts;
using Vaern.App.Rights;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Protection;

/// <summary>Requests of the people concerned, what is open first. No names in the list.</summary>
[Needs(Permission.ProtectData)]
public sealed class RequestsModel : StaffPage
{
    public IReadOnlyList<RightsLine> Lines { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Lines = (await RightsDesk.ListAsync(Town, Me, cancel)).Value;
}
