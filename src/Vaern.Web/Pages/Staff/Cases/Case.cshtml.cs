using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Rules;
using Vaern.Web.TagHelpers;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>The case page: clocks first, then the next step, the story, and beside it mailbox, people and evidence.</summary>
public sealed class CaseModel : CasePage
{
    private const int FirstEntries = 12;

    /// <summary>Only entries of this kind.</summary>
    [BindProperty(SupportsGet = true, Name = "slags")]
    public string? Kind { get; set; }

    /// <summary>True shows the whole chronology.</summary>
    [BindProperty(SupportsGet = true, Name = "alle")]
    public bool All { get; set; }

    /// <summary>The entry that a new one corrects.</summary>
    [BindProperty(SupportsGet = true, Name = "retter")]
    public Guid? Corrects { get; set; }

    [BindProperty]
    public Guid EntryId { get; set; }

    [BindProperty]
    public string? EntryKind { get; set; }

    [BindProperty]
    public string? EntryText { get; set; }

    [BindProperty]
    public string? EntryAt { get; set; }

    /// <summary>What the sender's page typed for the reporter before looking at the preview.</summary>
    [BindProperty]
    public string? MessageText { get; set; }

    public IEnumerable<(DateTimeOffset At, ClockCard Card)> Ringing => Replies.Concat(Case.Clocks.Where(clock => clock.Running)
        .Select(clock => (Ring.Of(clock).LateFrom, Clocks.Card(Case, clock, clock.VerifiedBy)))).OrderBy(card => card.Item1);

    public IEnumerable<ClockView> Settled => Case.Clocks.Where(clock => !clock.Running).OrderBy(clock => clock.SettledAt);

    /// <summary>The one thing the playbook asks for now: the first open step.</summary>
    public CaseTask? NextTask => Case.Tasks.FirstOrDefault(task => task.State == "open" && task.Step is not null) ?? Case.Tasks.FirstOrDefault(task => task.State == "open");

    public IEnumerable<EntryView> Shown => Filtered.Take(All ? int.MaxValue : FirstEntries);

    public int Hidden => Filtered.Count() - Shown.Count();

    public bool MayEstablish => MayWrite && Case is { EstablishedAt: null, Track: "school" } && Me.Can(Permission.EstablishBullying, Case.Unit);

    public bool MayClose => MayWrite && Me.Can(Permission.CloseCases, Case.Unit);

    public bool MayReopen => Case is { MayWrite: true, State: "closed" } && Me.Can(Permission.CloseCases, Case.Unit);

    private IEnumerable<EntryView> Filtered => Case.Entries.Where(entry => Kind is null || entry.Kind == Kind);

    private IEnumerable<(DateTimeOffset, ClockCard)> Replies
    {
        get
        {
            foreach (var report in Case.Reports.Where(report => report.WithdrawnAt is null && Case.State != "closed"))
            {
                var last = report.Messages.Count > 0 ? report.Messages[^1] : null;
                if (report.AnsweredAt is null || last is { FromReporter: true })
                {
                    var rule = Town.Units.Find(Case.Unit)?.ReplyRule ?? "GOAL-REPLY";
                    var due = report.AnsweredAt is null || last is null ? report.ReplyBy : App.Intake.ReplyPromise.For(Town.Law, rule, last.At);
                    yield return (due, Clocks.ReplyCard(Town.Law.Find(rule).Value, report, due, Case.MayWrite));
                }
            }
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        EntryId = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostEntryAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(EntryAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(EntryAt), unreadable);
        }

        var written = await WriteEntry.HandleAsync(Town, Me, Case.Id, EntryId, EntryKind ?? "", EntryText ?? "", at, Corrects, cancel);
        return written.TryGet(out _, out var error)
            ? Saved($"{Address}#forloeb", $"saved.entry.{EntryKind}")
            : Again(error.Code switch { "entry.kind-missing" => nameof(EntryKind), "entry.time" => nameof(EntryAt), _ => nameof(EntryText) }, error);
    }

    public async Task<IActionResult> OnPostDoneAsync(Guid task, int version, CancellationToken cancel) =>
        await ReadAsync(cancel) ? After(await Tasks.SettleAsync(Town, Me, Case.Id, task, done: true, null, version, cancel), Case.Tasks.Any(one => one.Id == task && one is { TakesTwo: true, First: null }) ? "saved.task.first" : "saved.task.done") : NotFound();

    public async Task<IActionResult> OnPostReopenTaskAsync(Guid task, int version, CancellationToken cancel) =>
        await ReadAsync(cancel) ? After(await Tasks.ReopenAsync(Town, Me, Case.Id, task, version, cancel), "saved.task.reopened") : NotFound();

    /// <summary>Who saw an entry after it was written, in one line; null when nobody did.</summary>
    public string? SeenOf(EntryView entry)
    {
        var seen = Case.Seen.Where(view => view.At >= entry.RecordedAt).Select(view => Texts["entry.seen.one", view.Name, When.Near(view.At)]).ToArray();
        return entry.Kind == "statement" && seen.Length > 0 ? Texts["entry.seen", string.Join(", ", seen)] : null;
    }

    /// <summary>Who reads what is written here, for the line under the write box.</summary>
    public string Readers => string.Join(", ", Case.Participants.Select(participant => participant.Name));

    public int CountOf(string kind) => Case.Entries.Count(entry => entry.Kind == kind);

    public string ByOf(EntryView entry) => entry.Author ?? (Case.Reports.Count > 0 ? Texts["entry.by.reporter", Case.Reports[0].Number] : Texts["entry.by.reporter.bare"]);

    public static EntryKind KindOf(string kind) => kind switch
    {
        "statement" => TagHelpers.EntryKind.Statement,
        "assessment" => TagHelpers.EntryKind.Assessment,
        "decision" => TagHelpers.EntryKind.Decision,
        _ => TagHelpers.EntryKind.Fact,
    };

    /// <summary><c>9f3a 1c07 … c41e</c>.</summary>
    public static string Short(string hash) => hash.Length < 16 ? hash : $"{hash[..4]} {hash[4..8]} … {hash[^4..]}";

    /// <summary><c>PNG</c>, <c>PDF</c>, from the detected type.</summary>
    public static string TypeOf(string? detected) => detected is null ? "–" : detected[(detected.IndexOf('/', StringComparison.Ordinal) + 1)..].ToUpperInvariant();

    public string SizeOf(long? bytes) => Sizes.Words(bytes ?? 0, Texts);

    /// <summary>Resemblances to judge and the families the case is in.</summary>
    public Task<App.Families.CaseFamilies> FamiliesAsync() => App.Families.FamiliesOfCase.ReadAsync(Town, Me, Case.Id, HttpContext.RequestAborted);

    private IActionResult After(Data.Result<Guid> done, string textKey) => done.IsOk ? Saved(Address, textKey) : Again("", done.Error);
}
