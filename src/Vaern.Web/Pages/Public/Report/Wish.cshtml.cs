using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>What the reporter hopes for, and what must not happen first.</summary>
public sealed class WishModel() : ReportQuestion("oenske")
{
    [BindProperty]
    public string? Wish { get; set; }

    public void OnGet() => Wish = Answers.Wish;

    public async Task<IActionResult> OnPostAsync()
    {
        CheckLength(Wish, nameof(Wish), ReportContent.ShortLimit);
        return ModelState.IsValid ? await SaveAsync(answers => answers with { Wish = Clean(Wish) }) : Page();
    }
}
