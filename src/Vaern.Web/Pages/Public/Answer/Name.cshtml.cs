using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Public.Report;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Answer;

/// <summary>The reporter tells who they are, by their own act. It cannot be undone, and the page says so before it is done.</summary>
public sealed class NameModel(CurrentMunicipality current, Visit visit, Texts texts) : PageModel
{
    private readonly Municipality municipality = current.Value;

    [BindProperty]
    public string? ContactName { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public bool Sure { get; set; }

    public IActionResult OnGet() => visit.OpenMailbox is null ? Redirect($"{Request.PathBase}/svar") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (visit.OpenMailbox is not { } report)
        {
            return Redirect($"{Request.PathBase}/svar");
        }

        if (string.IsNullOrWhiteSpace(ContactName))
        {
            ModelState.AddModelError(nameof(ContactName), texts["box.identity.name.missing"]);
        }

        if (!Sure)
        {
            ModelState.AddModelError(nameof(Sure), texts["box.identity.sure.missing"]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var told = await Mailboxes.ReleaseIdentityAsync(municipality, report, new ReportContact(ContactName!.Trim(), Email, Phone), HttpContext.RequestAborted);
        if (told.IsOk)
        {
            return Redirect($"{Request.PathBase}/svar/kasse");
        }

        ModelState.AddModelError(nameof(ContactName), texts["form.long", ReportContent.ShortLimit]);
        return Page();
    }
}
