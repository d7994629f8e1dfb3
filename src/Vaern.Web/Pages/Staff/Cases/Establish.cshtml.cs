using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Rules;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>«Konstateret af ledelsen» as an act of its own. The dates it starts are shown before it is confirmed.</summary>
public sealed class EstablishModel : CasePage
{
    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Set when the dates are shown and only the confirmation is missing.</summary>
    public IReadOnlyList<(string Title, string Due, string Source)>? Preview { get; private set; }

    public bool May => MayWrite && Me.Can(Permission.EstablishBullying, Case.Unit);

    public bool Corrects => Case.EstablishedAt is not null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !May)
        {
            return NotFound();
        }

        At = LocalMoment.Write(Case.EstablishedAt ?? When.Now);
        return Page();
    }

    /// <summary>Shows what the act will start.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !May)
        {
            return NotFound();
        }

        if (Moment() is not { } at)
        {
            return Page();
        }

        if (string.IsNullOrWhiteSpace(Corrects ? Reason : What))
        {
            Refuse(Corrects ? nameof(Reason) : nameof(What), Corrects ? "fault.reason.missing" : "fault.establish.what-missing");
            return Page();
        }

        Preview = [.. Dates(at)];
        return Page();
    }

    public async Task<IActionResult> OnPostEditAsync(CancellationToken cancel) => await ReadAsync(cancel) && May ? Page() : NotFound();

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !May)
        {
            return NotFound();
        }

        if (Moment() is not { } at)
        {
            return Page();
        }

        var done = Corrects
            ? await EstablishBullying.CorrectTimeAsync(Town, Me, Case.Id, at, Reason ?? "", cancel)
            : await EstablishBullying.HandleAsync(Town, Me, Case.Id, What ?? "", at, cancel);
        return done.TryGet(out _, out var error)
            ? Saved(Address, Corrects ? "saved.established.corrected" : "saved.established")
            : Again(error.Code switch { "establish.time" => nameof(At), "reason.missing" => nameof(Reason), _ => nameof(What) }, error);
    }

    private DateTimeOffset? Moment()
    {
        if (!LocalMoment.Read(At).TryGet(out var at, out var unreadable))
        {
            Refuse(nameof(At), unreadable);
            return null;
        }

        // A minute is all the field can say: "now" must not become the past minute's future.
        var moment = at ?? When.Now;
        if (moment > When.Now)
        {
            Refuse(nameof(At), "fault.establish.time");
            return null;
        }

        return moment;
    }

    private IEnumerable<(string, string, string)> Dates(DateTimeOffset at)
    {
        foreach (var id in new[] { "B-02", "B-03", "GOAL-INFORM" })
        {
            var rule = Town.Law.At(id, DanishTime.DayOf(at));
            if (rule.IsOk && DeadlineEngine.Compute(rule.Value, StartMoment.At(at), Town.Law.ClosedDays) is { IsOk: true } counted)
            {
                var due = counted.Value.Due;
                var ring = new Ring(rule.Value, at, due?.Instant, due is { Instant: null } day ? day.Day : null, due?.OverdueAt ?? at);
                yield return (Clocks.Title(rule.Value), due is null ? Texts["clock.at-once"] : Clocks.Due(ring), Clocks.Source(rule.Value, RuleBook.Default.RuleSet));
            }
        }
    }
}
