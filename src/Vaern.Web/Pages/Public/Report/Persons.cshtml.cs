using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Who may have done it; a guess is welcome as a guess.</summary>
public sealed class PersonsModel() : ReportQuestion("hvemvar")
{
    [BindProperty]
    public string? Persons { get; set; }

    public void OnGet() => Persons = Answers.Who;

    public async Task<IActionResult> OnPostAsync()
    {
        CheckLength(Persons, nameof(Persons), ReportContent.ShortLimit);
        return ModelState.IsValid ? await SaveAsync(answers => answers with { Who = Clean(Persons) }) : Page();
    }
}
