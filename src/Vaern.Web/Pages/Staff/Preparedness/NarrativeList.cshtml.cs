using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The stories that return, each with its issues and an answer to begin from.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class NarrativeListModel : StaffPage
{
    public IReadOnlyList<Narrative> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => All = await Narratives.ListAsync(Town, Me, cancel);
}
