using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Plans.Strategies;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>Who was heard about a plan, what they said, and what it came to.</summary>
public sealed class HearingListModel : UnitPlanPage
{
    [BindProperty]
    public string? Party { get; set; }

    [BindProperty]
    public string? ClosesOn { get; set; }

    [BindProperty]
    public string? HeardParty { get; set; }

    [BindProperty]
    public string? HeldOn { get; set; }

    [BindProperty]
    public string? Said { get; set; }

    [BindProperty]
    public string? Changed { get; set; }

    public IReadOnlyList<Hearing> Hearings { get; private set; } = [];

    public bool RecordFailed { get; private set; }

    public string Host => $"{Request.Scheme}://{Request.Host}";

    public IEnumerable<SelectListItem> PartyItems => App.Plans.Strategies.Hearings.Parties.Select(party => new SelectListItem(Texts[$"hearing.party.{party}"], party));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        ClosesOn = When.Today.AddDays(14).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostLinkAsync(CancellationToken cancel)
    {
        if (Day(ClosesOn) is not { } day)
        {
            return await RefusedAsync(nameof(ClosesOn), new Data.Error("day.unreadable", ""), cancel);
        }

        var opened = await App.Plans.Strategies.Hearings.OpenLinkAsync(Town, Me, UnitId, Kind, Party, day, cancel);
        return opened.TryGet(out _, out var error) ? Saved(Here, "saved.hearing.link") : await RefusedAsync(error.Code == "unit-plan.closes-on" ? nameof(ClosesOn) : nameof(Party), error, cancel);
    }

    public async Task<IActionResult> OnPostRecordAsync(CancellationToken cancel)
    {
        RecordFailed = true;
        if (Day(HeldOn) is not { } day)
        {
            return await RefusedAsync(nameof(HeldOn), new Data.Error("day.unreadable", ""), cancel);
        }

        var kept = await App.Plans.Strategies.Hearings.RecordAsync(Town, Me, UnitId, Kind, HeardParty, day, new HeardWords(Said?.Trim() ?? "", Changed?.Trim()), cancel);
        return kept.TryGet(out _, out var error)
            ? Saved(Here, "saved.hearing.recorded")
            : await RefusedAsync(error.Code switch { "unit-plan.held-on" => nameof(HeldOn), "unit-plan.said" => nameof(Said), _ => nameof(HeardParty) }, error, cancel);
    }

    public async Task<IActionResult> OnPostSettleAsync(Guid kommentar, string? udfald, string? svar, int version, CancellationToken cancel)
    {
        var settled = await App.Plans.Strategies.Hearings.SettleAsync(Town, Me, UnitId, Kind, kommentar, udfald, svar, version, cancel);
        return settled.TryGet(out _, out var error) ? Saved(Here, "saved.hearing.settled") : await RefusedAsync("", error, cancel);
    }

    public async Task<IActionResult> OnPostCloseAsync(Guid hoering, CancellationToken cancel)
    {
        var closed = await App.Plans.Strategies.Hearings.CloseAsync(Town, Me, UnitId, Kind, hoering, cancel);
        return closed.TryGet(out _, out var error) ? Saved(Here, "saved.hearing.closed") : await RefusedAsync("", error, cancel);
    }

    private string Here => $"/planer/{UnitValue}/{KindWord}/hoering";

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
        return true;
    }

    private static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
