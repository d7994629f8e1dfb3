using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>A report about the adult who would read it goes one level up.</summary>
public sealed class AdultModel() : ReportQuestion("voksen")
{
    [BindProperty]
    public string? Adult { get; set; }

    public void OnGet() => Adult = Answers.AboutAdult ?? (Answers.Answered.Contains(Name) ? "no" : null);

    public async Task<IActionResult> OnPostAsync()
    {
        if (Adult is not ("no" or "leader" or "key-person" or "other"))
        {
            ModelState.AddModelError(nameof(Adult), T["report.adult.missing"]);
            return Page();
        }

        return await SaveAsync(answers => answers with { AboutAdult = Adult == "no" ? null : Adult });
    }
}
