using System.Text;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Charts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Figures;

/// <summary>A drawing as a file of its own. Base, response rate and method are in it, so that it cannot be copied without them.</summary>
[Needs(Permission.SeeFigures)]
public sealed class SurveyChartModel : SurveyReading
{
    [FromRoute(Name = "item")]
    public string Item { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || Result.Questions.FirstOrDefault(question => question.Item.Key == Item) is not { Item: { } item } found || Result.Base.Value is null)
        {
            return NotFound();
        }

        var svg = SurveyCharts.Of(Result, item, found.Lines, Town, Texts, When).Svg();
        return File(Encoding.UTF8.GetBytes(svg), "image/svg+xml; charset=utf-8", $"{Number.ToLowerInvariant()}-{Item}.svg");
    }
}
