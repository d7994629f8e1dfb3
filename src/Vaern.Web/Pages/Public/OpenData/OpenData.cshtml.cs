using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Insight.Figures;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.OpenData;

/// <summary>The published numbers, with what each column means.</summary>
public sealed class OpenDataModel(CurrentMunicipality current) : PageModel
{
    public IReadOnlyList<CommitteeReport> Reports { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Reports = await CommitteeReports.OpenAsync(current.Value, cancel);
}
