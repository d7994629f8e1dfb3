using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Insight.Counting;
using Vaern.App.Insight.Surveys;
using Vaern.Web.Charts;
using Vaern.Web.Pages.Public.Survey;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Surveys;

/// <summary>A survey: how many have answered, its codes, the notice that its questions give, and the way to its results.</summary>
[Needs(Permission.KeepSurveys)]
public sealed class SurveyViewModel : StaffPage
{
    [FromRoute(Name = "nr")]
    public string Number { get; set; } = "";

    [BindProperty]
    public Guid Sheet { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? Count { get; set; }

    [BindProperty]
    public bool IsSpare { get; set; }

    public Survey Survey { get; private set; } = null!;

    public Response Board { get; private set; } = null!;

    public IReadOnlyList<CodeSheet> Sheets { get; private set; } = [];

    /// <summary>Codes just made; they are on this answer alone.</summary>
    public IReadOnlyList<string>? Codes { get; private set; }

    public string? UnitName { get; private set; }

    public IReadOnlyList<string> Notice => SurveyNotice.Of(Survey, null, Texts, When);

    public string Host => Request.Host.Host;

    public IEnumerable<SelectListItem> UnitItems => Town.Units.All.Where(unit => unit is { Kind: "school", Open: true }).Select(unit => new SelectListItem(unit.Name, unit.Id.Value.ToString()));

    public IEnumerable<(string Unit, int Invited, string Answered, string Percent)> BoardLines => Board.Answered.Rows
        .Select(row => (Name: NameOf(new UnitId(Guid.Parse(row.Key))), Invited: Board.InvitedByUnit.GetValueOrDefault(row.Key), row.Base))
        .OrderBy(row => row.Name, StringComparer.Create(new System.Globalization.CultureInfo("da-DK"), ignoreCase: true))
        .Select(row => (row.Name, row.Invited, Said(row.Base), row.Base.Value is { } answered && row.Invited > 0 ? SurveyCharts.Percent(100.0 * answered / row.Invited, Texts) : "–"));

    public string Said(Counted count) => SurveyCharts.Said(count, Survey.Limit, Texts);

    public string NameOf(UnitId? unit) => unit is { } found ? Town.Units.Find(found)?.Name ?? "" : Town.Name;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostOpenAsync(int version, CancellationToken cancel)
    {
        var opened = await SurveyDesk.OpenAsync(Town, Me, Number, version, cancel);
        if (opened.IsOk)
        {
            return Saved($"/undersoegelser/{Number.ToLowerInvariant()}", "saved.survey-open");
        }

        return await RefusedAsync("", opened.Error, cancel);
    }

    public async Task<IActionResult> OnPostCodesAsync(CancellationToken cancel)
    {
        var unit = Guid.TryParse(Unit, out var found) ? new UnitId(found) : (UnitId?)null;
        var made = await SurveyCodes.MakeAsync(Town, Me, Number, Sheet, unit, int.TryParse(Count, out var count) ? count : 0, IsSpare, cancel);
        if (!made.TryGet(out var codes, out var refused))
        {
            return await RefusedAsync(refused.Code == "survey.unit" ? nameof(Unit) : nameof(Count), refused, cancel);
        }

        (Codes, UnitName) = (codes, unit is { } school ? NameOf(school) : null);
        return await ReadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid ark, CancellationToken cancel) =>
        (await SurveyCodes.WithdrawAsync(Town, Me, Number, ark, cancel)).IsOk ? Saved($"/undersoegelser/{Number.ToLowerInvariant()}", "saved.codes-withdrawn") : NotFound();

    private async Task<IActionResult> RefusedAsync(string field, Vaern.Data.Error refused, CancellationToken cancel)
    {
        if (IsHidden(refused) || !await ReadAsync(cancel))
        {
            return NotFound();
        }

        Refuse(field, refused);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        await SurveyRounds.CloseDueAsync(Town, cancel);
        if (!(await SurveyDesk.ReadAsync(Town, Me, Number, cancel)).TryGet(out var survey, out _))
        {
            return false;
        }

        (Survey, Board, Sheets) = (survey, (await SurveyResults.BoardAsync(Town, Me, survey, cancel)).Value, (await SurveyCodes.ListAsync(Town, Me, survey, cancel)).Value);
        return true;
    }
}
