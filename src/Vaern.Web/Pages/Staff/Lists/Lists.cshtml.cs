using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Families;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Lists;

/// <summary>The lists of fingerprints that the municipality uses: whose they are, what for, how old, and what was taken away.</summary>
[Needs(Permission.KeepHashLists, Permission.SeeAudit)]
[WordsOnly]
public sealed class ListsModel : StaffPage
{
    public IReadOnlyList<HashList> All { get; private set; } = [];

    public bool MayKeep => Me.Can(Permission.KeepHashLists);

    public bool MaySeeLog => Me.Can(Permission.SeeAudit);

    public async Task OnGetAsync(CancellationToken cancel) => All = await HashLists.AllAsync(Town, Me, cancel);

    public async Task<IActionResult> OnPostWithdrawAsync(Guid list, int version, CancellationToken cancel)
    {
        var withdrawn = await HashLists.WithdrawAsync(Town, Me, list, version, cancel);
        if (withdrawn.TryGet(out var receipt, out var error))
        {
            return Saved("/administration/lister", "lists.withdrawn", receipt.Deleted);
        }

        if (error.Code is "list.not-allowed" or "list.not-found")
        {
            return NotFound();
        }

        Refuse("", error);
        All = await HashLists.AllAsync(Town, Me, cancel);
        return Page();
    }
}
