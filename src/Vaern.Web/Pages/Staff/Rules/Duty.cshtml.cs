using Microsoft.AspNetCore.Mvc;
using Vaern.Web.Duties;

namespace Vaern.Web.Pages.Staff.Rules;

/// <summary>What a role or a place is obliged to, when and by which law, and what is only recommended.</summary>
public sealed class DutyModel : StaffPage
{
    public DutyView Duties { get; private set; } = null!;

    /// <summary>Somebody asked for the PDF, and the program that makes it is not here.</summary>
    public bool PdfIsMissing { get; private set; }

    public IActionResult OnGet(string rolle, string? pdf)
    {
        if (DutyView.Of(rolle, Town, Texts, When, "/regler") is not { } view)
        {
            return NotFound();
        }

        (Duties, PdfIsMissing) = (view, pdf == "mangler");
        return Page();
    }
}
