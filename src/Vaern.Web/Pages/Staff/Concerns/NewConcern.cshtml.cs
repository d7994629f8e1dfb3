using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Concerns;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Concerns;

/// <summary>
/// A concern about a child, from whatever room somebody works in: the duty to notify is personal (D-01). It is another room: here names may be written, and they go to the duty alone.
/// </summary>
[WordsOnly]
public sealed class NewConcernModel : StaffPage
{
    /// <summary>The number of what it comes from, such as <c>O-2026-031</c>.</summary>
    [BindProperty(SupportsGet = true, Name = "fra")]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Restricted { get; set; } = "nej";

    /// <summary>Chosen by the form, so that pressing twice sends one.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public bool Danger { get; set; }

    [BindProperty]
    public string? Called { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    [BindProperty]
    public string? Category { get; set; }

    [BindProperty]
    public string? Known { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Wish { get; set; }

    [BindProperty]
    public string? KnownAt { get; set; }

    [BindProperty]
    public string? ActAt { get; set; }

    [BindProperty]
    public string? Platform { get; set; }

    public bool IsRestricted => Restricted is "ja" or "ved-ikke";

    public bool FromStreet => Me.Can(Permission.WorkOnTheStreet);

    public IEnumerable<SelectListItem> Categories => ReportCategories.All.Select(category => new SelectListItem(category.Title.In(Texts.Language.Culture), category.Code));

    public void OnGet() => (Id, KnownAt) = (Guid.CreateVersion7(), LocalMoment.Write(When.Now));

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!LocalMoment.Read(KnownAt).TryGet(out var known, out var unreadable))
        {
            Refuse(nameof(KnownAt), unreadable);
            return Page();
        }

        if (!LocalMoment.Read(ActAt).TryGet(out var act, out unreadable))
        {
            Refuse(nameof(ActAt), unreadable);
            return Page();
        }

        // What is not known counts as yes, and so does a kind that takes no files.
        var restricted = Restricted != "nej" || (ReportCategories.Find(Category ?? "") is { IsOk: true, Value.Evidence: EvidenceRule.Restricted });
        var concern = new NewConcern(
            Id, string.IsNullOrWhiteSpace(From) ? null : From, string.IsNullOrWhiteSpace(Called) ? null : new ConcernPerson(Called, Place), Category ?? "", Known ?? "", Reason ?? "", Wish, known, act, restricted, Platform, Danger);
        var sent = await SendConcern.HandleAsync(Town, Me, concern, cancel);
        if (sent.TryGet(out var number, out var error))
        {
            return Saved($"/sager/bekymring/{number}", "concern.saved", number);
        }

        Refuse(
            error.Code switch { "concern.known-missing" or "concern.too-long" => nameof(Known), "concern.reason-missing" => nameof(Reason), "concern.category" => nameof(Category), "concern.time" => nameof(KnownAt), _ => "" },
            error);
        return Page();
    }
}
