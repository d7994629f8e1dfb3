using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.App.Families;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Families;

/// <summary>How a picture of a case stands with comparing, and look-ups of it in the lists: each with a purpose, each on record.</summary>
public sealed class LookupPageModel : CasePage
{
    private OrdinaryEvidence? item;

    [FromRoute(Name = "bevis")]
    public string? Label { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    public OrdinaryEvidence Item => item!;

    public IReadOnlyList<ItemFingerprint> Prints { get; private set; } = [];

    public IReadOnlyList<HashLookup> Lookups { get; private set; } = [];

    public LeadWords Words => new(Texts);

    public bool MayAsk => MayWrite && Prints.Any(print => print is { Standing: "usable", IsFilm: false });

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var asked = await LookUp.AskAsync(Town, Me, Case.Id, Item.Label, Purpose ?? "", cancel);
        return asked.TryGet(out _, out var error)
            ? Saved($"{Address}/bevis/{Item.Label}/opslag", "lookup.saved")
            : Again(error.Code.StartsWith("lookup.purpose", StringComparison.Ordinal) ? nameof(Purpose) : "", error);
    }

    /// <summary>In one line: made by whom, how good, or why not.</summary>
    public string Standing(ItemFingerprint print) => print.Standing switch
    {
        "usable" => Texts[$"print.usable.{print.Source}", print.Quality, print.Decoder],
        "not-comparable" => Texts["print.not-comparable", print.Quality],
        _ => Texts.Has($"print.problem.{print.Problem}") ? Texts[$"print.problem.{print.Problem}"] : Texts["print.problem.other"],
    };

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel)
            || (item = Case.Items.FirstOrDefault(found => found is { Blob: not null, State: "kept" } && string.Equals(found.Label, Label, StringComparison.OrdinalIgnoreCase))) is not { Blob: { } blob })
        {
            return false;
        }

        Prints = await ItemFingerprint.OfAsync(Town, Me, blob, cancel);
        Lookups = await LookUp.OfItemAsync(Town, Me, Case.Id, Item.Label, cancel);
        return true;
    }
}
