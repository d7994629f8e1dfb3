using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Preparedness;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Which story the issue belongs to: one that is known, or a new one with an answer prepared for the next time.</summary>
public sealed class NarrativePageModel : IssuePage
{
    private IReadOnlyList<Narrative> all = [];

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid? Into { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Story { get; set; }

    [BindProperty]
    public string? Prepared { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public Narrative? Own => all.FirstOrDefault(one => one.Id == Issue.Narrative);

    public IReadOnlyList<SelectListItem> Others => [.. all.Where(one => one.Id != Issue.Narrative && one.Drill == Issue.Drill).Select(one => new SelectListItem(one.Body.Title, one.Id.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        (Id, Version) = (Own?.Id ?? Guid.CreateVersion7(), Own?.Version ?? 0);
        (Title, Story, Prepared) = (Own?.Body.Title ?? Issue.Title, Own?.Body.Story, Own?.Body.Response ?? Issue.Lines.LastOrDefault(line => line.ApprovedAt is not null)?.Body.Known);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var written = await Narratives.WriteAsync(Town, Me, Issue.Id, Id, new NarrativeBody(Title ?? "", Story ?? "", Prepared ?? ""), Version, cancel);
        return written.TryGet(out _, out var error) ? Saved(Address, "saved.narrative") : Again(error.Code == "narrative.empty" ? string.IsNullOrWhiteSpace(Title) ? nameof(Title) : nameof(Story) : "", error);
    }

    public async Task<IActionResult> OnPostPlaceAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var placed = await Narratives.PlaceAsync(Town, Me, Issue.Id, Into ?? Guid.Empty, cancel);
        return placed.TryGet(out _, out var error) ? Saved(Address, "saved.narrative") : Again(nameof(Into), error);
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        all = await Narratives.ListAsync(Town, Me, cancel);
        return true;
    }
}
