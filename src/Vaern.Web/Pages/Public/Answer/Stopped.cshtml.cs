using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Cases;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Public.Report;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Answer;

/// <summary>«Er det stoppet?», answered in one press by the one who wrote.</summary>
public sealed class StoppedModel(CurrentMunicipality current, Visit visit, Texts texts) : PageModel
{
    [BindProperty]
    public string? Answer { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (visit.OpenMailbox is not { } report)
        {
            return Redirect($"{Request.PathBase}/svar");
        }

        var question = await FollowUpQuestions.OpenAsync(current.Value, report, HttpContext.RequestAborted);
        Answer = question?.Answer;
        return question is null ? Redirect($"{Request.PathBase}/svar/kasse") : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (visit.OpenMailbox is not { } report)
        {
            return Redirect($"{Request.PathBase}/svar");
        }

        var answered = await FollowUpQuestions.AnswerAsync(current.Value, report, Answer ?? "", HttpContext.RequestAborted);
        if (answered.IsOk || answered.Error.Code == "question.none")
        {
            return Redirect($"{Request.PathBase}/svar/kasse");
        }

        ModelState.AddModelError(nameof(Answer), texts["stopped.choose"]);
        return Page();
    }
}
