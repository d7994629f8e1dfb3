using Vaern.App.Accounts;
using Vaern.App.Families;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Lists;

/// <summary>Every look-up in the lists, for those who oversee: who, where, in which case, whether there was a match.</summary>
[Needs(Permission.SeeAudit)]
public sealed class LookupLogModel : StaffPage
{
    public IReadOnlyList<LookupLogLine> Log { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Log = await LookUp.LogAsync(Town, Me, cancel);
}
