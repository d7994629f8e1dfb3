using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Cases;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>The exercises of one's own units, and beginning one.</summary>
public sealed class DrillsModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Book { get; set; }

    [BindProperty]
    public Guid? Unit { get; set; }

    public IReadOnlyList<Drill> Items { get; private set; } = [];

    public IEnumerable<SelectListItem> Books => Playbook.All.Select(book => new SelectListItem(book.Title.In(Texts.Language.Culture), book.Id));

    public IEnumerable<SelectListItem> Units => Own.Select(unit => new SelectListItem(NameOf(unit), unit.Value.ToString()));

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";

    public string TitleOf(Drill drill) => Playbook.All.FirstOrDefault(book => book.Id == drill.Playbook)?.Title.In(Texts.Language.Culture) ?? drill.Playbook;

    private IReadOnlyList<UnitId> Own => [.. Me.Posts.Select(post => post.Unit).Distinct()];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        Items = await Drills.OfUnitsAsync(Town, Me, Own, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var begun = await Drills.BeginAsync(Town, Me, Id, new UnitId(Unit ?? Guid.Empty), Book ?? "", cancel);
        if (begun.TryGet(out var drill, out var error))
        {
            return LocalRedirect($"{Request.PathBase}/oevelse/{drill}");
        }

        Items = await Drills.OfUnitsAsync(Town, Me, Own, cancel);
        Refuse(error.Code == "drill.unit" ? nameof(Unit) : nameof(Book), error);
        return Page();
    }
}
