using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Public.Report;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Answer;

/// <summary>The reporter regrets; the page says honestly what that can and cannot stop.</summary>
public sealed class WithdrawModel(CurrentMunicipality current, Visit visit, Texts texts) : PageModel
{
    private readonly Municipality municipality = current.Value;

    [BindProperty]
    public bool Sure { get; set; }

    public IActionResult OnGet() => visit.OpenMailbox is null ? Redirect($"{Request.PathBase}/svar") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (visit.OpenMailbox is not { } report)
        {
            return Redirect($"{Request.PathBase}/svar");
        }

        if (!Sure)
        {
            ModelState.AddModelError(nameof(Sure), texts["box.identity.sure.missing"]);
            return Page();
        }

        await Mailboxes.WithdrawAsync(municipality, report, HttpContext.RequestAborted);
        return Redirect($"{Request.PathBase}/svar/kasse");
    }
}
