using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>One plan of a unit: what is being written, what is in force, what is missing, and the one thing to do next.</summary>
public sealed class PlanViewModel : UnitPlanPage
{
    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? EarlierOn { get; set; }

    [BindProperty]
    public bool EarlierDigital { get; set; }

    public IReadOnlyDictionary<AccountId, string> Names { get; private set; } = new Dictionary<AccountId, string>();

    public IReadOnlyList<Hearing> Hearings { get; private set; } = [];

    public PlanCheck? Check { get; private set; }

    /// <summary>The version whose decision asked for this draft; null for a draft nobody has sent back.</summary>
    public PlanVersion? Asked => Plan.Open is { } open && Plan.Versions.FirstOrDefault(one => one.Number == open.Number - 1) is { State: "changed" or "rejected" } before ? before : null;

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostOpenAsync(CancellationToken cancel)
    {
        var opened = await UnitPlans.OpenAsync(Town, Me, UnitId, Kind, cancel);
        return opened.TryGet(out var number, out var error) ? Saved(Here, "saved.unitplan.opened", number) : await RefusedAsync("", error, cancel);
    }

    public async Task<IActionResult> OnPostSubmitAsync(int version, CancellationToken cancel)
    {
        var submitted = await DecidePlan.SubmitAsync(Town, Me, UnitId, Kind, version, cancel);
        if (submitted.TryGet(out _, out var error))
        {
            return Saved(Here, "saved.unitplan.submitted");
        }

        if (error.Code != "unit-plan.incomplete" || !await ReadAllAsync(cancel))
        {
            return await RefusedAsync("", error, cancel);
        }

        foreach (var (_, question) in Check!.Gaps)
        {
            ModelState.AddModelError("", question.Fault?.In(Texts.Language.Culture) ?? Texts["fault.unit-plan.gap", question.Title.In(Texts.Language.Culture)]);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostTakeBackAsync(int version, CancellationToken cancel)
    {
        var taken = await DecidePlan.TakeBackAsync(Town, Me, UnitId, Kind, version, cancel);
        return taken.TryGet(out _, out var error) ? Saved(Here, "saved.unitplan.taken-back") : await RefusedAsync("", error, cancel);
    }

    public async Task<IActionResult> OnPostPublishAsync(int version, CancellationToken cancel)
    {
        var published = await PublishPlan.HandleAsync(Town, Me, UnitId, Kind, version, cancel);
        return published.TryGet(out var next, out var error) ? Saved(Here, "saved.unitplan.published", When.Date(next)) : await RefusedAsync("", error, cancel);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(int version, CancellationToken cancel)
    {
        var withdrawn = await PublishPlan.WithdrawAsync(Town, Me, UnitId, Kind, Reason, version, cancel);
        return withdrawn.TryGet(out _, out var error)
            ? Saved(Here, "saved.unitplan.withdrawn")
            : await RefusedAsync(error.Code == "unit-plan.reason" ? nameof(Reason) : "", error, cancel);
    }

    public async Task<IActionResult> OnPostEarlierAsync(CancellationToken cancel)
    {
        if (!DateOnly.TryParseExact(EarlierOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return await RefusedAsync(nameof(EarlierOn), new Data.Error("day.unreadable", ""), cancel);
        }

        var kept = await UnitPlans.RegisterEarlierAsync(Town, Me, UnitId, Kind, day, EarlierDigital, cancel);
        return kept.TryGet(out _, out var error) ? Saved(Here, "saved.unitplan.earlier") : await RefusedAsync(nameof(EarlierOn), error, cancel);
    }

    private string Here => $"/planer/{UnitValue}/{KindWord}";

    private async Task<IActionResult> ShowAsync(CancellationToken cancel) => await ReadAllAsync(cancel) ? Page() : NotFound();

    private async Task<IActionResult> RefusedAsync(string field, Data.Error error, CancellationToken cancel)
    {
        if (IsHidden(error) || !await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        Refuse(field, error);
        return Page();
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Hearings = (await App.Plans.Strategies.Hearings.ListAsync(Town, Me, UnitId, Kind, cancel)).Value;
        Check = Plan.OpenText is { } text ? PlanCheck.Of(Plan.Unit, Town.Units, text) : null;
        var people = Plan.Versions.SelectMany(one => new AccountId?[] { one.OpenedBy, one.PublishedBy }).Concat(Plan.Template.Chapters.Select(one => Plan.OpenText?.Chapter(one.Key).By)).OfType<AccountId>();
        Names = await Town.Staff.NamesAsync(people, cancel);
        EarlierOn ??= Plan.EarlierOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return true;
    }
}
