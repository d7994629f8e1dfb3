using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Workplace;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>«Gentagelser»: that one sender was in more than one case, for the work-environment lead alone. Names open with a reason.</summary>
[Needs(Permission.SeeRepeats)]
public sealed class RepeatPageModel : StaffPage
{
    [BindProperty]
    public Guid Condition { get; set; }

    [BindProperty]
    public string? Key { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<RepeatView> Found { get; private set; } = [];

    public IReadOnlyList<ConditionView> Conditions { get; private set; } = [];

    public IReadOnlyList<RepeatSearch> Searches { get; private set; } = [];

    /// <summary>The names that were just opened; shown once.</summary>
    public IReadOnlyList<OpenedRepeat> Opened { get; private set; } = [];

    public string UnitOf(RepeatView repeat) => Town.Units.Find(repeat.Unit)?.Name ?? "–";

    public string NumberOf(RepeatView repeat) => Conditions.FirstOrDefault(one => one.Id == repeat.Condition)?.Number ?? "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if ((await Repeats.OpenAsync(Town, Me, Condition, Key ?? "", Reason ?? "", cancel)).TryGet(out var opened, out var error))
        {
            Opened = opened;
            Reason = null;
            ModelState.Clear();
        }
        else
        {
            Refuse(nameof(Reason), error);
        }

        return await ReadAsync(cancel) ? Page() : NotFound();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (!(await Repeats.ListAsync(Town, Me, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        Found = found;
        Conditions = await Repeats.ConditionsAsync(Town, Me, cancel);
        Searches = await Repeats.SearchesAsync(Town, Me, 1, cancel);
        return true;
    }
}
