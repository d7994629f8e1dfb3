using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Concerns;
using Vaern.App.Evidence;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>The five fields that end a shift.</summary>
[Needs(Permission.WorkOnTheStreet)]
public sealed class EndShiftModel : StreetPage
{
    [BindProperty]
    public Guid Shift { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Talks { get; set; }

    [BindProperty]
    public string? Phenomena { get; set; }

    [BindProperty]
    public string? Concerns { get; set; } = "0";

    [BindProperty]
    public string? News { get; set; }

    [BindProperty]
    public bool NotAName { get; set; }

    [BindProperty]
    public string? Debrief { get; set; } = "nej";

    public string Number { get; private set; } = "";

    public bool MayBeNoName { get; private set; }

    /// <summary>How often the person has had to look this week; for them alone.</summary>
    public int Seen { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } mine)
        {
            return LocalRedirect(Request.PathBase + "/gadeplan");
        }

        (Shift, Version) = (mine.Id, mine.Version);
        Phenomena = (await PhenomenonList.OfShiftAsync(Town, Me, mine.Id, cancel)).Count.ToString(CultureInfo.InvariantCulture);
        Concerns = (await ConcernDesk.SentAsync(Town, Me, mine.StartedAt, cancel)).Count.ToString(CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        var counts = new[] { (Talks, nameof(Talks)), (Phenomena, nameof(Phenomena)), (Concerns, nameof(Concerns)) };
        foreach (var (typed, field) in counts.Where(count => !int.TryParse(count.Item1, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            Refuse(field, "fault.shift.numbers");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        int Of(string? typed) => int.Parse(typed!, CultureInfo.InvariantCulture);
        var report = new ShiftReport(Of(Talks), Of(Phenomena), Of(Concerns), News ?? "", Debrief == "ja");
        var ended = await Shifts.EndAsync(Town, Me, Shift, report, NotAName, Version, cancel);
        if (ended.TryGet(out var id, out var error))
        {
            return Saved($"/gadeplan/vagt/{id}/dig", report.Debrief ? "street.saved.ended.debrief" : "street.saved.ended", Number);
        }

        MayBeNoName = error.Code == "words.name";
        return IsHidden(error) ? NotFound() : Again(error.Code == "shift.numbers" ? nameof(Talks) : error.Code.StartsWith("words.", StringComparison.Ordinal) || error.Code == "shift.news" ? nameof(News) : "", error);
    }

    private async Task<Shift?> ReadAsync(CancellationToken cancel)
    {
        var mine = (await Shifts.NowAsync(Town, Me, cancel)).Mine;
        Number = mine?.Number ?? "";
        Seen = (await Exposures.OwnAsync(Town, Me, cancel))[0].All;
        return mine;
    }
}
