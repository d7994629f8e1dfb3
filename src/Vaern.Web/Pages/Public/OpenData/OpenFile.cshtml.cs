using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Insight.Figures;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.OpenData;

/// <summary>The numbers of a published report as CSV (RFC 4180, UTF-8 with mark, semicolons as Danish spreadsheets expect).</summary>
public sealed class OpenFileModel(CurrentMunicipality current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel) =>
        (await CommitteeReports.ReadOpenAsync(current.Value, nr, cancel)).TryGet(out var content, out _)
            ? File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(OpenDataCsv.Of(content, current.Value))], "text/csv; charset=utf-8", $"{content.Report.Number.ToLowerInvariant()}.csv")
            : NotFound();
}
