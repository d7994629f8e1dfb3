using Microsoft.AspNetCore.Mvc;
using Vaern.App.Preparedness;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Ends an issue. Where somebody has no answer, the page asks once more and says what that means.</summary>
public sealed class CloseIssuePageModel : IssuePage
{
    [BindProperty]
    public string? Learned { get; set; }

    [BindProperty]
    public bool Unanswered { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public bool AskUnanswered { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || Issue.State == "closed")
        {
            return NotFound();
        }

        Version = Issue.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var closed = await CloseIssue.HandleAsync(Town, Me, Issue.Id, Learned ?? "", Unanswered, Version, cancel);
        if (closed.TryGet(out _, out var error))
        {
            return Saved(Address, "saved.issue.closed");
        }

        AskUnanswered = error.Code == "issue.unanswered";
        return Again(error.Code == "reason.missing" ? nameof(Learned) : AskUnanswered ? nameof(Unanswered) : "", error);
    }
}
