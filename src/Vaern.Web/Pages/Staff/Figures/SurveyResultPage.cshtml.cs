using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Insight.Surveys;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Figures;

/// <summary>What a survey says, for the municipality or one school: drawing and table side by side, with base, uncertainty, the national figure and the year before.</summary>
[Needs(Permission.SeeFigures)]
public sealed class SurveyResultPageModel : SurveyReading
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();
}

/// <summary>A page about the results of one survey.</summary>
public abstract class SurveyReading : StaffPage
{
    [FromRoute(Name = "nr")]
    public string Number { get; set; } = "";

    [FromQuery(Name = "enhed")]
    public string? Unit { get; set; }

    public SurveyResult Result { get; private set; } = null!;

    /// <summary>The schools that were asked, by name.</summary>
    public IEnumerable<Unit> Units => Town.Units.All.Where(unit => Result.Response.InvitedByUnit.ContainsKey(unit.Id.Value.ToString()));

    protected async Task<bool> ReadAsync(CancellationToken cancel)
    {
        await SurveyRounds.CloseDueAsync(Town, cancel);
        var unit = Guid.TryParse(Unit, out var found) ? new UnitId(found) : (UnitId?)null;
        if (!(await SurveyResults.ReadAsync(Town, Me, Number, unit, cancel)).TryGet(out var result, out _))
        {
            return false;
        }

        Result = result;
        return true;
    }
}
