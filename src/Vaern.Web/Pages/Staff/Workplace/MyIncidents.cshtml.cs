using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Workplace;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>The cases about oneself.</summary>
public sealed class MyIncidentsModel : StaffPage
{
    public IReadOnlyList<MyLine> Lines { get; private set; } = [];

    /// <summary>What one's posts open besides.</summary>
    public IEnumerable<(string Text, string Href)> Links => new (string Text, string Href, Permission Needed)[]
    {
        (Texts["med.title"], "/arbejdsplads/statistik", Permission.SeeWorkplaceFigures),
        (Texts["unitcontact.title"], "/arbejdsplads/kontakt", Permission.CloseCases),
        (Texts["repeat.title"], "/arbejdsplads/gentagelser", Permission.SeeRepeats),
        (Texts["condition.title"], "/arbejdsplads/betingelser", Permission.ApproveConditions),
    }.Where(link => Me.Can(link.Needed)).Select(link => (link.Text, link.Href));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Lines = await MyIncident.ListAsync(Town, Me, cancel);
        return Page();
    }
}
