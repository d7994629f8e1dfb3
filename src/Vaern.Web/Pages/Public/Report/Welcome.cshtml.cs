using Microsoft.AspNetCore.Mvc;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>What is going to happen, before anything is asked.</summary>
public sealed class WelcomeModel() : ReportQuestion("velkommen")
{
    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync() => SaveAsync(answers => answers);
}
