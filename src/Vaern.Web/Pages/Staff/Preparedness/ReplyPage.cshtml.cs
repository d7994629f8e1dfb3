using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Suggestions for a reply with care. A person chooses, changes, sends it on the platform, and writes down that it was sent; nothing is sent from here.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class ReplyPageModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? OwnPage { get; set; }

    [BindProperty]
    public string? Suggestion { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public Guid? Issue { get; set; }

    public IReadOnlyList<SelectListItem> IssueItems { get; private set; } = [];

    public IEnumerable<SelectListItem> PageItems => Texts.Items("mod.page", Moderate.Pages);

    public async Task OnGetAsync(string? forslag, CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        if (Moderate.Suggestions.Contains(forslag))
        {
            (Suggestion, Text) = (forslag, Texts[$"reply.{forslag}"]);
        }

        IssueItems = await PrepFields.IssuesAsync(Town, Me, Texts, cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var sent = await Moderate.ReplyAsync(Town, Me, Id, new SentReply(OwnPage ?? "", Text ?? "", Suggestion, Issue is { } issue ? new IssueId(issue) : null), cancel);
        if (sent.TryGet(out _, out var error))
        {
            return Saved("/beredskab/moderering", "saved.mod.reply");
        }

        Refuse(error.Code == "moderation.page" ? nameof(OwnPage) : nameof(Text), error);
        IssueItems = await PrepFields.IssuesAsync(Town, Me, Texts, cancel);
        return Page();
    }
}
