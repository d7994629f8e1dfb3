using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Insight.Readiness;
using ReadinessStanding = Vaern.App.Insight.Readiness.Standing;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>The unit's readiness: each point with its day, what is missing, and the one place that mends it.</summary>
public sealed class UnitSheetModel : StaffPage
{
    [FromRoute(Name = "enhed")]
    public Guid UnitValue { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Criterion { get; set; }

    [BindProperty]
    public string? On { get; set; }

    [BindProperty]
    public string? Where { get; set; }

    public UnitReadiness Sheet { get; private set; } = null!;

    public bool MayWrite => Me.Can(Permission.WritePlans, Sheet.Unit.Id);

    public string Tone(ReadinessStanding standing) => ReadinessWords.Tone(standing);

    public string Line(ReadinessStanding standing) => ReadinessWords.Line(standing, Texts, When);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var day = DateOnly.TryParseExact(On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed) ? typed : DateOnly.MaxValue;
        var stated = await StateReadiness.HandleAsync(Town, Me, new UnitId(UnitValue), Id, Criterion, day, new StatementWords(Where?.Trim() ?? ""), cancel);
        if (stated.IsOk)
        {
            return Saved($"/planer/{UnitValue}/rustet", "saved.readiness");
        }

        if (IsHidden(stated.Error) || !await ReadAsync(cancel))
        {
            return NotFound();
        }

        Refuse("", stated.Error);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (!(await ReadinessSheet.OfUnitAsync(Town, Me, new UnitId(UnitValue), cancel)).TryGet(out var sheet, out _))
        {
            return false;
        }

        Sheet = sheet;
        return true;
    }
}
