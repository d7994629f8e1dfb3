using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The log of the municipality's own pages: what was hidden under which rule, what was answered, which appeals wait. By time, never by writer.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class ModerationLogModel : StaffPage
{
    [BindProperty]
    public Guid CountId { get; set; }

    [BindProperty]
    public string? CountPage { get; set; }

    [BindProperty]
    public string? Comments { get; set; }

    [BindProperty]
    public Guid? Issue { get; set; }

    public IReadOnlyList<Moderation> Log { get; private set; } = [];

    public IReadOnlyList<SelectListItem> IssueItems { get; private set; } = [];

    public ModerationFigures Figures { get; private set; } = new(0, 0, 0, 0, 0);

    public bool Appealed { get; private set; }

    public bool HasRules { get; private set; }

    public int Number { get; private set; } = 1;

    public IEnumerable<SelectListItem> PageItems => Texts.Items("mod.page", Moderate.Pages);

    public async Task OnGetAsync(string? vis, int side, CancellationToken cancel)
    {
        CountId = Guid.CreateVersion7();
        await ReadAsync(vis == "klager", Math.Max(1, side), cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var counted = await Moderate.CountAsync(
            Town, Me, CountId, CountPage ?? "", int.TryParse(Comments, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, Issue is { } issue ? new IssueId(issue) : null, cancel);
        if (counted.TryGet(out _, out var error))
        {
            return Saved("/beredskab/moderering", "saved.mod.count");
        }

        Refuse(error.Code == "moderation.page" ? nameof(CountPage) : nameof(Comments), error);
        await ReadAsync(false, 1, cancel);
        return Page();
    }

    private async Task ReadAsync(bool appealed, int page, CancellationToken cancel)
    {
        (Appealed, Number) = (appealed, page);
        Log = await ReadModeration.ListAsync(Town, Me, null, appealed, page - 1, cancel);
        Figures = await ReadModeration.FiguresAsync(Town, Me, null, cancel);
        HasRules = (await PageRules.PublicAsync(Town, cancel)).Count > 0;
        IssueItems = await PrepFields.IssuesAsync(Town, Me, Texts, cancel);
    }
}
