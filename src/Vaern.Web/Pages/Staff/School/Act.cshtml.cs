using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>Writes down an act: a call, an advice, how a child reacts, a wish and what became of it. Words only; no field takes a file.</summary>
public sealed class ActModel : CasePage
{
    // The step whose words help with the act.
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["leader-call"] = "P-BILLEDE/leder", ["police-call"] = "P-BILLEDE/ring-114", ["helper-call"] = "P-BILLEDE/sletdet", ["reaction"] = "P-BILLEDE/stoette",
        ["wish"] = "P-BILLEDE/hvem-ringer-hjem", ["parent-talk"] = "P-BILLEDE/andre-foraeldre", ["spread"] = "P-MOBNING/stands-spredning",
    };

    [FromRoute(Name = "slags")]
    public string Kind { get; set; } = "";

    [BindProperty]
    public Guid ActId { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    [BindProperty]
    public int? Level { get; set; }

    [BindProperty]
    public string? With { get; set; }

    [BindProperty]
    public string? Reference { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? At { get; set; }

    /// <summary>Where a parent is suspected, the words for talking to parents are not shown (law B-12).</summary>
    public bool HidesParents => Case.ParentSuspected && Kind is ("wish" or "parent-talk");

    public PlaybookStep? Script => !HidesParents && Scripts.TryGetValue(Kind, out var key) && Playbook.Find(key) is { Step: { Say: not null } step } ? step : null;

    public bool NeedsWith => Kind is "police-call" or "helper-call" or "leader-call" or "parent-talk";

    public bool AsksWith => NeedsWith || Kind is "reaction" or "ssp" or "phones" or "spread";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!CaseActs.Kinds.ContainsKey(Kind) || !await ReadAsync(cancel) || !MayWrite)
        {
            return NotFound();
        }

        ActId = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!CaseActs.Kinds.ContainsKey(Kind) || !await ReadAsync(cancel) || !MayWrite)
        {
            return NotFound();
        }

        if (!LocalMoment.Read(At).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(At), unreadable);
        }

        string[]? marks = Kind == "reaction" && Level is >= 1 and <= 5 ? Texts[$"reaction.{Level}.measures"].Split('|') : null;
        var body = new ActBody((Words ?? "").Trim(), Blank(With), null, Decision, Blank(Reference), Level, marks);
        var recorded = await CaseActs.RecordAsync(Town, Me, Case.Id, ActId, Kind, at, body, Story(body), cancel);
        return recorded.TryGet(out _, out var error)
            ? Saved(Address, $"saved.act")
            : Again(
                error.Code switch
                {
                    "act.with-missing" => nameof(With), "act.decision-missing" => nameof(Decision), "act.level" => nameof(Level),
                    "act.reference-missing" => nameof(Reference), "entry.time" => nameof(At), "act.words-missing" or "act.too-long" or "act.encoded" => nameof(Words), _ => "",
                },
                error);
    }

    private string Story(ActBody body) => string.Join(
        ". ",
        new[]
        {
            Texts[$"act.{Kind}.title"],
            Level is >= 1 and <= 5 ? Texts[$"reaction.{Level}"] : null,
            body.Decision is { } decision && CaseActs.Kinds[Kind].Contains(decision) ? Texts[$"act.{Kind}.{decision}"] : null,
            body.With, body.Reference, body.Words.TrimEnd('.'),
        }.Where(part => !string.IsNullOrWhiteSpace(part))) + ".";

    private static string? Blank(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
