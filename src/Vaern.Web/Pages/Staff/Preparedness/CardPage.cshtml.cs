using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The card in force, and how it came to be: every version with who changed it, why and after which issue.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class CardPageModel : StaffPage
{
    private IReadOnlyDictionary<AccountId, string> names = new Dictionary<AccountId, string>();

    public ResponseCard Card { get; private set; } = ResponseCard.Rumour;

    public IReadOnlyList<ResponseCard> Versions { get; private set; } = [];

    public string NameOf(AccountId? account) => account is { } known ? names.GetValueOrDefault(known, "–") : "–";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Card = await Cards.ReadAsync(Town, Me, null, cancel);
        Versions = await Cards.HistoryAsync(Town, Me, cancel);
        names = await Names.OfAsync(Town, Versions.Select(one => one.ChangedBy).OfType<AccountId>(), cancel);
    }
}
