using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Where on the net, with links if there are any. Links are kept as text and never fetched.</summary>
public sealed class WhereModel() : ReportQuestion("hvor")
{
    [BindProperty]
    public string? Platform { get; set; }

    [BindProperty]
    public string? Links { get; set; }

    public void OnGet() => (Platform, Links) = (Answers.Platform, string.Join('\n', Answers.Links));

    public async Task<IActionResult> OnPostAsync()
    {
        var links = (Links ?? "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        CheckLength(Platform, nameof(Platform), ReportContent.ShortLimit);
        CheckLength(links.MaxBy(link => link.Length), nameof(Links), ReportContent.LinkLength);
        if (links.Length > ReportContent.LinkLimit)
        {
            ModelState.AddModelError(nameof(Links), T["report.where.links.many", ReportContent.LinkLimit]);
        }

        return ModelState.IsValid ? await SaveAsync(answers => answers with { Platform = Clean(Platform), Links = links }) : Page();
    }
}
