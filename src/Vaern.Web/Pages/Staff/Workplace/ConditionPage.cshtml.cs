using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Workplace;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>The written conditions under which repeats may be seen, approved and ended by the data protection officer, and who opened names.</summary>
[Needs(Permission.ApproveConditions)]
public sealed class ConditionPageModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    public IReadOnlyList<ConditionView> Conditions { get; private set; } = [];

    public IReadOnlyList<RepeatSearch> Searches { get; private set; } = [];

    public IEnumerable<SelectListItem> Units => Town.Units.All.Where(unit => unit.Kind != "municipality").Select(unit => new SelectListItem(unit.Name, unit.Id.Value.ToString()));

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        From = When.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Until = When.Today.AddMonths(6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await ReadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (!Day(From, out var from) || !Day(Until, out var until))
        {
            Refuse(nameof(Until), "fault.day.unreadable");
            return Page();
        }

        var approved = await Repeats.ApproveAsync(Town, Me, Id, new UnitId(Guid.TryParse(Unit, out var unit) ? unit : Guid.Empty), Text ?? "", from, until, cancel);
        if (approved.TryGet(out _, out var error))
        {
            return Saved("/arbejdsplads/betingelser", "saved.condition");
        }

        Refuse(error.Code switch { "condition.unit" => nameof(Unit), "condition.days" => nameof(Until), _ => nameof(Text) }, error);
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(Guid condition, CancellationToken cancel) =>
        (await Repeats.EndAsync(Town, Me, condition, cancel)).IsOk ? Saved("/arbejdsplads/betingelser", "saved.condition.ended") : NotFound();

    private async Task ReadAsync(CancellationToken cancel)
    {
        Conditions = await Repeats.ConditionsAsync(Town, Me, cancel);
        Searches = await Repeats.SearchesAsync(Town, Me, 1, cancel);
    }

    private static bool Day(string? typed, out DateOnly day) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
