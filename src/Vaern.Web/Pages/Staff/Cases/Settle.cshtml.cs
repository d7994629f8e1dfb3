using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Web.TagHelpers;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Ends a clock: met with a reference, dispensed with a memo, not applicable with a reason.</summary>
public sealed class SettleModel : CasePage
{
    private ClockView? clock;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public ClockView Clock => clock!;

    /// <summary>Set when somebody else settled the clock while this page was open.</summary>
    public BothVersions? Both { get; private set; }

    public bool IsLate => Clocks.Tone(Ring.Of(Clock)) == ClockTone.Late;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        Version = Clock.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(At).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(At), unreadable);
        }

        if (!Clock.Running)
        {
            Both = new BothVersions(
                [(Texts["settle.outcome"], Texts[$"clock.state.{Clock.State}"], Outcome is "met" or "dispensed" or "not-applicable" ? Texts[$"clock.state.{Outcome}"] : null), (Texts["settle.note"], Clock.Note, Note)],
                new SettledByAnother(Address, Outcome == "met" ? "fact" : "assessment", Note?.Trim()));
        }

        var settled = await SettleClock.HandleAsync(Town, Me, Case.Id, Id, Outcome ?? "", Note ?? "", at, Version, cancel);
        return settled.TryGet(out _, out var error)
            ? Saved(Address, $"saved.clock.{Outcome}", Clocks.Title(Clock.Rule))
            : Again(error.Code switch { "clock.outcome" => nameof(Outcome), "clock.time" => nameof(At), "clock.stale" => "", _ => nameof(Note) }, error);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && (clock = Case.Clocks.FirstOrDefault(found => found.Id == Id)) is not null;
}
