using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.Web.Duties;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public;

/// <summary>What a role or a place is obliged to, for anybody to read, print and take along.</summary>
public sealed class DutyModel(CurrentMunicipality current, Texts texts, TimeText time) : PageModel
{
    public DutyView Duties { get; private set; } = null!;

    /// <summary>Somebody asked for the PDF, and the program that makes it is not here.</summary>
    public bool PdfIsMissing { get; private set; }

    public IActionResult OnGet(string rolle, string? pdf)
    {
        if (DutyView.Of(rolle, current.Value, texts, time, null) is not { } view)
        {
            return NotFound();
        }

        (Duties, PdfIsMissing) = (view, pdf == "mangler");
        return Page();
    }
}
