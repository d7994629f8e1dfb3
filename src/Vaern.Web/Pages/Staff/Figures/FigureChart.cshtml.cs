using System.Text;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Figures;

/// <summary>A drawing of the dashboard as a file, with its base in it.</summary>
[Needs(Permission.SeeFigures)]
public sealed class FigureChartModel : FiguresReading
{
    public async Task<IActionResult> OnGetAsync(string key, CancellationToken cancel) =>
        await ReadAsync(cancel) && Views.FirstOrDefault(view => view.Key == key)?.Svg is { } svg
            ? File(Encoding.UTF8.GetBytes(svg), "image/svg+xml; charset=utf-8", $"{key}-{Dashboard.Period}.svg")
            : NotFound();
}
