using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Asked where the category may be sexual. "Do not know" counts as under 18 (law S-1).</summary>
public sealed class AgeModel() : ReportQuestion("alder")
{
    [BindProperty]
    public string? Sexual { get; set; }

    public void OnGet() => Sexual = Answers.MayShowMinorSexually switch { true => "yes", false => "no", _ => null };

    public async Task<IActionResult> OnPostAsync()
    {
        if (Sexual is not ("no" or "yes" or "unsure"))
        {
            ModelState.AddModelError(nameof(Sexual), T["report.age.missing"]);
            return Page();
        }

        var may = Sexual != "no";
        if (may)
        {
            await Drafts.RemoveFilesAsync(Municipality, Token, HttpContext.RequestAborted);
        }

        return await SaveAsync(answers => answers with { MayShowMinorSexually = may });
    }
}
