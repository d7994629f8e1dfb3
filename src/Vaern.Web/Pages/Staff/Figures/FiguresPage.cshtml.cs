using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Surveys;
using Vaern.Web.Charts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Figures;

/// <summary>A page about a quarter and, for those who work with the units, one unit of it. The committee sees the municipality alone.</summary>
public abstract class FiguresReading : StaffPage
{
    [FromQuery(Name = "periode")]
    public string? Period { get; set; }

    [FromQuery(Name = "enhed")]
    public string? Unit { get; set; }

    public Dashboard Dashboard { get; private set; } = null!;

    public IReadOnlyList<FigureView> Views { get; private set; } = [];

    public bool MayChooseUnit => Me.Can(Permission.KeepSurveys) || Me.Can(Permission.SeePlanStatus);

    public UnitId? UnitAsked => MayChooseUnit && Guid.TryParse(Unit, out var found) && Town.Units.Find(new UnitId(found)) is { } unit ? unit.Id : null;

    /// <summary>Units that reports go to, by name: never in the order of a number.</summary>
    public IEnumerable<Unit> Units => Town.Units.All.Where(unit => unit.Open);

    protected async Task<bool> ReadAsync(CancellationToken cancel)
    {
        await SurveyRounds.CloseDueAsync(Town, cancel);
        if (!(await Dashboard.ReadAsync(Town, Me, Quarter.Parse(Period), cancel)).TryGet(out var dashboard, out _))
        {
            return false;
        }

        Dashboard = dashboard;
        Views = FigureCharts.All(dashboard, UnitAsked, Town, Texts, When);
        return true;
    }
}

/// <summary>The dashboard: drawings with tables beside them, surveys, and the reports to the committee.</summary>
[Needs(Permission.SeeFigures)]
public sealed class FiguresPageModel : FiguresReading
{
    public IReadOnlyList<CommitteeReport> Reports { get; private set; } = [];

    public bool MayMake => Me.Can(Permission.KeepSurveys);

    [FromQuery(Name = "pdf")]
    public string? Pdf { get; set; }

    public bool PdfIsMissing => Pdf == "mangler";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !(await CommitteeReports.ListAsync(Town, Me, cancel)).TryGet(out var reports, out _))
        {
            return NotFound();
        }

        Reports = reports;
        return Page();
    }

    public async Task<IActionResult> OnPostReportAsync(Guid id, CancellationToken cancel)
    {
        var made = await CommitteeReports.MakeAsync(Town, Me, id, cancel);
        return made.IsOk ? Saved("/tal", "saved.report", made.Value) : IsHidden(made.Error) ? NotFound() : Saved("/tal", $"fault.{made.Error.Code}");
    }

    public async Task<IActionResult> OnPostPublishAsync(string? nr, CancellationToken cancel) =>
        (await CommitteeReports.PublishAsync(Town, Me, nr, cancel)).IsOk ? Saved("/tal", "saved.report-open") : NotFound();
}
