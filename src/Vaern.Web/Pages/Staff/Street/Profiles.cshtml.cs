using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>The registered open profiles of everybody on the street.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates, Permission.AdviseOnMandates)]
public sealed class ProfilesModel : StreetPage
{
    public IReadOnlyList<OpenProfile> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        All = await OpenProfiles.ListAsync(Town, Me, cancel);
        await KnowAsync(All.Select(profile => profile.Worker), cancel);
    }
}
