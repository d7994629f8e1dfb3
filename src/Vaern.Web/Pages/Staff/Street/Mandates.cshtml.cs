using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Every mandate with its state on this day.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates, Permission.AdviseOnMandates)]
public sealed class MandatesModel : StreetPage
{
    public IReadOnlyList<Mandate> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        All = await MandateList.AllAsync(Town, Me, cancel);
        await KnowAsync(All.Select(mandate => mandate.Owner), cancel);
    }
}
