using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Writes down a comment that was hidden: which rule, which reason. Names are covered; who wrote it is not asked.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class HideCommentModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? OwnPage { get; set; }

    [BindProperty]
    public string? Rule { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public Guid? Issue { get; set; }

    public PageRuleSet? Rules { get; private set; }

    public IReadOnlyList<SelectListItem> IssueItems { get; private set; } = [];

    public IEnumerable<SelectListItem> PageItems => Texts.Items("mod.page", Moderate.Pages);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        await ReadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        var comment = new HiddenComment(OwnPage ?? "", int.TryParse(Rule, NumberStyles.None, CultureInfo.InvariantCulture, out var rule) ? rule : 0, Words ?? "", Reason ?? "", Issue is { } issue ? new IssueId(issue) : null);
        var hidden = await Moderate.HideAsync(Town, Me, Id, comment, cancel);
        if (hidden.TryGet(out var number, out var error))
        {
            return Saved($"/beredskab/moderering/{number}", "saved.mod.hidden");
        }

        Refuse(error.Code switch { "moderation.page" => nameof(OwnPage), "moderation.rule" => nameof(Rule), "moderation.empty" => string.IsNullOrWhiteSpace(Words) ? nameof(Words) : nameof(Reason), _ => "" }, error);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Rules = await PageRules.PublicAsync(Town, cancel) is [var inForce, ..] ? inForce : null;
        IssueItems = await PrepFields.IssuesAsync(Town, Me, Texts, cancel);
    }
}
