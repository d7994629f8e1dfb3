using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>All steps of the form in one list.</summary>
public sealed class StepsModel(CurrentMunicipality current, Visit visit) : PageModel
{
    private readonly Municipality municipality = current.Value;

    public int Current { get; private set; }

    public string Back { get; private set; } = "/";

    public async Task OnGetAsync()
    {
        if (await Drafts.ReadAsync(municipality, visit.DraftToken, HttpContext.RequestAborted) is { } draft)
        {
            var page = ReportFlow.FirstUnanswered(draft.Answers);
            Current = ReportFlow.Step(page, draft.Answers);
            Back = "/anmeld/" + page;
        }
    }
}
