using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Learning.Library;
using Vaern.App.Learning.Parents;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.ParentMeetings;

/// <summary>An evening with its counters: the pulse before and after, and the lessons of the days around it. No row of it is anybody's.</summary>
public sealed class EveningModel : StaffPage
{
    [BindProperty]
    public string? Phase { get; set; }

    [BindProperty]
    public string? Yes { get; set; }

    [BindProperty]
    public string? Total { get; set; }

    public ParentMeeting Meeting { get; private set; } = null!;

    public IReadOnlyList<PulseResult> Pulse { get; private set; } = [];

    public IReadOnlyList<(string Title, LessonCount Count)> Lessons { get; private set; } = [];

    public bool MayCount => App.Learning.Parents.ParentMeetings.SchoolOf(Town, Me) == Meeting.Unit && Town.Now < Meeting.ClosesAt;

    public string ParentLink => string.Create(CultureInfo.InvariantCulture, $"{Request.Scheme}://{Request.Host}/raad/{Meeting.Grade}-klasse/foraelder");

    /// <summary>What is said where the kit has expired or a newer version has come since it was planned.</summary>
    public string? KitMark
    {
        get
        {
            var newest = Kit.Of(Meeting.Grade, Meeting.Minutes, "da", Town.Name, "")?.Sheet.Version ?? Meeting.KitVersion;
            return Meeting.HeldOn < When.Today ? null : Meeting.KitMark(newest, When.Today) switch
            {
                "expired-newer" => Texts["evening.kit.expired-newer", Meeting.KitVersion, When.Date(Meeting.KitExpires), newest],
                "expired" => Texts["kit.expired", Meeting.KitVersion, When.Date(Meeting.KitExpires)],
                "newer" => Texts["evening.kit.newer", newest],
                _ => null,
            };
        }
    }

    public string PulseLink(string phase) => $"{Request.Scheme}://{Request.Host}/puls/{Meeting.PulseCode}/{phase}";

    /// <summary>«42 % (8 af 19)», or why nothing is shown.</summary>
    public string Said(PulseResult result) => result switch
    {
        { Closed: false } => Texts["pulse.waits", When.Near(Meeting.ClosesAt)],
        { Percent: { } percent } => Texts["pulse.result", percent, result.Yes, result.Total],
        _ => Texts["pulse.few"],
    };

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel) => await ReadAsync(nr, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string nr, CancellationToken cancel)
    {
        var counted = await App.Learning.Parents.ParentMeetings.ByHandAsync(Town, Me, nr, Phase ?? "", Read(Yes), Read(Total), cancel);
        if (counted.TryGet(out _, out var error))
        {
            return Saved($"/foraeldremoede/aften/{nr.ToUpperInvariant()}", "saved.pulse");
        }

        if (IsHidden(error) || !await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        Refuse(error.Code switch { "pulse.phase" => nameof(Phase), "pulse.numbers" => nameof(Yes), _ => "" }, error);
        return Page();
    }

    private static int? Read(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task<bool> ReadAsync(string number, CancellationToken cancel)
    {
        if (!(await App.Learning.Parents.ParentMeetings.OneAsync(Town, Me, number, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        (Meeting, Pulse) = (found.Meeting, found.Pulse);
        Lessons = [.. found.Lessons.Select(count => (Library.Find("lektion", count.Slug, Texts.Language.Code)?.Title ?? count.Slug, count))];
        return true;
    }
}
