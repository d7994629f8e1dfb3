using Vaern.App.Preparedness;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The talk cards that hold today, for everybody who works here; after its day a card is gone.</summary>
public sealed class TalkCardsNowModel : StaffPage
{
    public IReadOnlyList<TalkCard> Cards { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Cards = await TalkCards.NowAsync(Town, Me, cancel);
}
