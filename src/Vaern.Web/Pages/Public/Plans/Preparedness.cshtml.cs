using Microsoft.AspNetCore.Mvc;
using Vaern.Web.Documents;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.Plans;

/// <summary>The municipality's preparedness against abuse, which the law asks to be published (D-05).</summary>
public sealed class PreparednessModel(CurrentMunicipality current, Texts texts, TimeText time, DocumentFiles files) : PublicPlanPage(current, texts, time, files)
{
    private readonly CurrentMunicipality town = current;

    public Task<IActionResult> OnGetAsync(string? fil, string? pdf, CancellationToken cancel) => ShowAsync(town.Value.Units.Root, "preparedness", fil, pdf, cancel);
}
