using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>«Skriv hvorfor, og hvornår planen er klar.» The limit stays missed.</summary>
public sealed class LateModel : CasePage
{
    private ClockView? clock;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Ready { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public ClockView Clock => clock!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        (Version, Reason, Ready) = (Clock.Version, Clock.LateReason, Clock.PromisedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        DateOnly? day = DateOnly.TryParseExact(Ready, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        var explained = await ExplainMiss.HandleAsync(Town, Me, Case.Id, Id, Reason ?? "", day, Version, cancel);
        return explained.TryGet(out _, out var error)
            ? Saved(Address, "saved.late")
            : Again(error.Code switch { "reason.missing" => nameof(Reason), "clock.promise-past" => nameof(Ready), _ => "" }, error);
    }

    private async Task<bool> FindAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && MayWrite && (clock = Case.Clocks.FirstOrDefault(found => found.Id == Id && found is { Running: true, Missed: true })) is not null;
}
