using Microsoft.AspNetCore.Mvc;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Documents;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Strategies;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.Plans;

/// <summary>A school's strategy or handling plan, by the school's name or the code on its posters.</summary>
public sealed class SchoolPlanModel(CurrentMunicipality current, Texts texts, TimeText time, DocumentFiles files) : PublicPlanPage(current, texts, time, files)
{
    private readonly CurrentMunicipality town = current;

    public Task<IActionResult> OnGetAsync(string enhed, string slags, string? fil, string? pdf, CancellationToken cancel) =>
        ShowAsync(PublishedPlans.Find(town.Value, enhed), PlanAddress.KindOf(slags), fil, pdf, cancel);
}
