using Microsoft.AspNetCore.Mvc;
using Vaern.App.Preparedness;
using Vaern.Web.Pages.Public.Tip;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Anybody on the staff passes on what is going round, and finds the answer to what they asked.</summary>
public sealed class RumoursModel : StaffPage
{
    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Danger { get; set; }

    /// <summary>Somebody rang, and the answer is rung back.</summary>
    [BindProperty]
    public bool RingBack { get; set; }

    [BindProperty]
    public string? Token { get; set; }

    public bool HasTalkCards { get; private set; }

    public IReadOnlyList<AskedTip> Mine { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Token = TipModel.NewToken();
        await ReadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Danger is not ("ja" or "nej"))
        {
            Refuse(nameof(Danger), "fault.tip.danger");
        }

        if (string.IsNullOrWhiteSpace(Text))
        {
            Refuse(nameof(Text), "fault.tip.empty");
        }

        if (ModelState.IsValid)
        {
            var sent = await SubmitTip.HandleAsync(Town, Me, new NewTip(Text!, Danger == "ja", RingBack: RingBack), Token ?? "", cancel);
            if (sent.TryGet(out var receipt, out var error))
            {
                return Saved("/rygter", Danger == "ja" ? "saved.tip.danger" : "saved.tip", receipt.Number);
            }

            Refuse(nameof(Text), error);
        }

        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Mine = await AskedTips.MineAsync(Town, Me, cancel);
        HasTalkCards = (await TalkCards.NowAsync(Town, Me, cancel)).Count > 0;
    }
}
