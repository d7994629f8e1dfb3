using Microsoft.AspNetCore.Mvc;
using Vaern.App.Sharing;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>What is necessary, piece by piece. What the ground keeps back is shown and cannot be chosen.</summary>
public sealed class HandOverContentModel : DraftPage
{
    [BindProperty]
    public IReadOnlyList<Guid> About { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<Guid> Chosen { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string> Labels { get; set; } = [];

    [BindProperty]
    public bool Plan { get; set; }

    [BindProperty]
    public string? Necessity { get; set; }

    [BindProperty]
    public string? Consent { get; set; }

    /// <summary>Words that belong to somebody hidden, a line each: <c>Skrappe = barn A</c>.</summary>
    [BindProperty]
    public string? Words { get; set; }

    public HandOverOffer Offer { get; private set; } = null!;

    public IEnumerable<OfferedEntry> Entries => Offer.Entries.Where(entry => !(entry.IsBlocked && Ground!.WithoutInvestigation));

    public IEnumerable<OfferedPart> Parts => Offer.Parts.Where(part => !(part.IsBlocked && Ground!.WithoutInvestigation));

    public IReadOnlyList<string> Blocked =>
    [
        .. Offer.Entries.Except(Entries).Select(entry => Short(entry.Text)),
        .. Offer.Parts.Except(Parts).Select(part => $"{part.Part.Label} {part.Part.Name}"),
    ];

    public string Short(string text) => text.Length <= 140 ? text : text[..text.LastIndexOf(' ', 140)] + " …";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadOfferAsync(cancel))
        {
            return NotFound();
        }

        var choice = Found.Body.Choice;
        (About, Chosen, Labels, Plan, Necessity, Consent) = (choice.About, choice.Entries, choice.Labels, choice.Plan, choice.Necessity, choice.Consent);
        Words = string.Join('\n', choice.Words.Select(word => $"{word.Word} = {word.Alias}"));
        return Ground is null ? Redirect($"{Here}/grundlag") : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadOfferAsync(cancel) || Ground is null)
        {
            return NotFound();
        }

        var words = (Words ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries)).ToList();
        if (words.Any(pair => pair is not [{ Length: > 1 }, { Length: > 0 }]))
        {
            Refuse(nameof(Words), "fault.handover.words");
            return Page();
        }

        var choice = new HandOverChoice(About, Chosen, Labels, Plan, Necessity ?? "", Consent, [.. words.Select(pair => new HiddenWord(pair[0], pair[1]))]);
        var chosen = await HandOverDrafts.ChooseAsync(Town, Me, Case.Id, Id, choice, cancel);
        return chosen.TryGet(out _, out var error)
            ? Saved(Here, "saved.share.chosen")
            : Again(error.Code switch { "handover.empty" or "handover.investigation" => Entries.Any() ? nameof(Chosen) : nameof(Labels), "handover.necessity" => nameof(Necessity), "handover.consent" => nameof(Consent), "handover.no-files" => nameof(Labels), _ => "" }, error);
    }

    private async Task<bool> ReadOfferAsync(CancellationToken cancel)
    {
        if (!await ReadHandOverAsync(cancel) || !MayChange)
        {
            return false;
        }

        Offer = await HandOvers.OfferAsync(Town, Me, Case.Id, cancel);
        return true;
    }
}
