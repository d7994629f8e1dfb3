using Microsoft.AspNetCore.Mvc;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>The restricted regime: what to do and not to do, and on in words. No upload control exists from here.</summary>
public sealed class StopModel() : ReportQuestion("stop")
{
    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync() => SaveAsync(answers => answers);
}
