using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Rules;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Classify;

/// <summary>What a case may be covered by: who answered and when, the clocks it offers, and how it was classified before.</summary>
public sealed class ClassifiedModel : CasePage
{
    /// <summary>An earlier classification to look at; null shows the one that stands.</summary>
    [BindProperty(SupportsGet = true, Name = "v")]
    public int? Earlier { get; set; }

    [BindProperty]
    public string? Rule { get; set; }

    [BindProperty]
    public string? Start { get; set; }

    public CaseClassification? Shown => Earlier is { } version ? Case.Classifications.FirstOrDefault(one => one.Version == version) ?? Case.Classification : Case.Classification;

    /// <summary>Clocks that a person may start; none starts by itself.</summary>
    public IEnumerable<Rule> Offered => MayWrite ? Case.OfferedClocks.Select(clock => Town.Law.Kept(clock.Id, clock.Version)).Where(rule => rule.CanStartClock) : [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (Offered.All(rule => rule.Id != Rule))
        {
            return Saved($"{Address}/klassificering", "saved.clock.started"); // pressed twice: the clock already runs
        }

        if (!LocalMoment.Read(Start).TryGet(out var start, out var unreadable))
        {
            return Again("", unreadable);
        }

        var started = await StartClock.HandleAsync(Town, Me, Case.Id, Rule!, start ?? When.Now, cancel);
        return started.TryGet(out _, out var error) ? Saved($"{Address}/klassificering", "saved.clock.started") : Again("", error);
    }
}
