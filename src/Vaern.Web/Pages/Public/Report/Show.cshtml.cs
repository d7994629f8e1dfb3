using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Before an upload control is drawn: is anything sexual, with somebody who may be under 18?</summary>
public sealed class ShowModel() : ReportQuestion("vis")
{
    [BindProperty]
    public string? Show { get; set; }

    public void OnGet() => Show = Answers.MayShowMinorSexually switch
    {
        true => "yes",
        false => "no",
        _ => Answers.Answered.Contains(Name) ? "skip" : null,
    };

    public async Task<IActionResult> OnPostAsync()
    {
        if (Show is not ("skip" or "no" or "yes" or "unsure"))
        {
            ModelState.AddModelError(nameof(Show), T["report.age.missing"]);
            return Page();
        }

        if (Show != "no")
        {
            await Drafts.RemoveFilesAsync(Municipality, Token, HttpContext.RequestAborted);
        }

        return await SaveAsync(answers => answers with { MayShowMinorSexually = Show switch { "no" => false, "skip" => null, _ => true } });
    }
}
