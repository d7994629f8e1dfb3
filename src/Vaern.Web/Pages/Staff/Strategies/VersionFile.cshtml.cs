using Microsoft.AspNetCore.Mvc;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Documents;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>Any version as a file; a draft says on its first page that it is one.</summary>
public sealed class VersionFileModel(DocumentFiles files) : UnitPlanPage
{
    public async Task<IActionResult> OnGetAsync(int nr, string format, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !(await UnitPlans.ReadVersionAsync(Town, Me, UnitId, Kind, nr, cancel)).TryGet(out var found, out _))
        {
            return NotFound();
        }

        var document = PlanDocument.Of(Plan.Unit, found.Version, found.Text, Town.Law, Town.Name, Texts, When);
        return await files.AnswerAsync(document, format, $"{KindWord}-{PublishedPlans.Address(Plan.Unit)}-{nr}", cancel) ?? LocalRedirect($"{Request.PathBase}{Address}/udgave/{nr}?pdf=mangler");
    }
}
