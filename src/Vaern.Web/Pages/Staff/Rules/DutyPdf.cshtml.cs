using Microsoft.AspNetCore.Mvc;
using Vaern.Web.Duties;

namespace Vaern.Web.Pages.Staff.Rules;

/// <summary>The duty page as PDF/UA. Where it cannot be made, the page says so and prints from the browser.</summary>
public sealed class DutyPdfModel(DutyPdfs pdfs) : StaffPage
{
    public async Task<IActionResult> OnGetAsync(string rolle, CancellationToken cancel)
    {
        // Without addresses of rules: on paper and outside the house they lead nowhere.
        if (DutyView.Of(rolle, Town, Texts, When, null) is not { } view)
        {
            return NotFound();
        }

        return await pdfs.MakeAsync(view, cancel) is { } pdf
            ? File(pdf, "application/pdf", $"{Texts["duty.file"]}-{view.Place.Key}.pdf")
            : Redirect($"{Request.PathBase}/regler/pligter/{view.Place.Key}?pdf=mangler");
    }
}
