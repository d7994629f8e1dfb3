using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.Web.Duties;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public;

/// <summary>The duty page as PDF/UA. Where it cannot be made, the page says so and prints from the browser.</summary>
public sealed class DutyPdfModel(CurrentMunicipality current, Texts texts, TimeText time, DutyPdfs pdfs) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string rolle, CancellationToken cancel)
    {
        if (DutyView.Of(rolle, current.Value, texts, time, null) is not { } view)
        {
            return NotFound();
        }

        return await pdfs.MakeAsync(view, cancel) is { } pdf
            ? File(pdf, "application/pdf", $"{texts["duty.file"]}-{view.Place.Key}.pdf")
            : Redirect($"{Request.PathBase}/pligter/{view.Place.Key}?pdf=mangler");
    }
}
