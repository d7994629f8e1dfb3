using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>The bulletins, and the draft of this week's.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates)]
public sealed class BulletinsPageModel : StreetPage
{
    public IReadOnlyList<Bulletin> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => All = await Bulletins.ListAsync(Town, Me, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var drafted = await Bulletins.DraftAsync(
            Town, Me,
            kind => new BulletinWords(Texts[$"street.kind.{kind}"], Texts[$"bulletin.default.{kind}.seen"], Texts[$"bulletin.default.{kind}.say"], Texts[$"bulletin.default.{kind}.avoid"]), cancel);
        if (drafted.TryGet(out var key, out var error))
        {
            return Saved($"/gadeplan/bulletiner/{key}", "street.saved.draft");
        }

        All = await Bulletins.ListAsync(Town, Me, cancel);
        return Again("", error);
    }
}
