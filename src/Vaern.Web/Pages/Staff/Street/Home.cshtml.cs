using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Concerns;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>The street's first page: mandate, shift, who is on the line, and what waits.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates, Permission.AdviseOnMandates)]
public sealed class HomeModel : StreetPage
{
    /// <summary>Chosen by the form, so that pressing twice starts one shift or sends one line.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid Mandate { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? LineKind { get; set; }

    public StreetNow Now { get; private set; } = null!;

    public IReadOnlyList<LineMessage> Line { get; private set; } = [];

    /// <summary>Open contacts: the one that has waited longest for a first answer at the top.</summary>
    public IReadOnlyList<Contact> Queue { get; private set; } = [];

    /// <summary>The person's own concerns of the last day: that they were sent and whether the duty has them.</summary>
    public IReadOnlyList<SentConcern> Sent { get; private set; } = [];

    public IReadOnlyList<PlatformNotice> Notices { get; private set; } = [];

    public int Proposals { get; private set; }

    /// <summary>Mandates of one's own that have run out and are not renewed: the owner's task.</summary>
    public IReadOnlyList<Mandate> Ended { get; private set; } = [];

    public IEnumerable<SelectListItem> Mandates => Now.Running.Select(one => new SelectListItem($"{one.Number} {one.Body.Title}", one.Id.ToString()));

    public async Task OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel);

    public async Task<IActionResult> OnPostStartAsync(CancellationToken cancel)
    {
        if (!IsWorker)
        {
            return NotFound();
        }

        var started = await Shifts.StartAsync(Town, Me, Id, Mandate, cancel);
        if (started.TryGet(out var number, out var error))
        {
            return Saved("/gadeplan", "street.saved.started", number);
        }

        await ReadAsync(cancel);
        return Again("", error);
    }

    public async Task<IActionResult> OnPostLineAsync(CancellationToken cancel)
    {
        if (!IsWorker)
        {
            return NotFound();
        }

        var sent = await StreetLine.SendAsync(Town, Me, Id, LineKind ?? "words", Words, notAName: false, cancel);
        if (sent.TryGet(out _, out var error))
        {
            return Saved("/gadeplan", "street.saved.line");
        }

        await ReadAsync(cancel);
        return Again(nameof(Words), error);
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Now = await Shifts.NowAsync(Town, Me, cancel);
        if (!ModelState.ContainsKey(nameof(Id)))
        {
            Id = Guid.CreateVersion7();
        }

        Mandate = Now.Mandate?.Id ?? Guid.Empty;
        if (IsWorker)
        {
            Line = await StreetLine.ListAsync(Town, Me, cancel);
            Queue = await ContactList.QueueAsync(Town, Me, cancel);
            Sent = await ConcernDesk.SentAsync(Town, Me, When.Now.AddDays(-1), cancel);
            Notices = await PlatformNotices.DueAsync(Town, Me, cancel);
        }

        if (KeepsMandates)
        {
            Proposals = await SourceProposals.WaitingAsync(Town, Me, cancel);
            var all = await MandateList.AllAsync(Town, Me, cancel);
            Ended = [.. all.Where(one => one.Owner == Me.Account && one.StateOn(When.Today) == "expired" && all.All(other => other.Renews != one.Id))];
        }

        await KnowAsync(Now.OnTheLine.Select(shift => shift.Worker).Concat(Line.Select(line => line.By)).Concat(Now.Mandate is { } mandate ? [mandate.Owner] : []), cancel);
    }
}
