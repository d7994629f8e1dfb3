using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Learning.Parents;

namespace Vaern.Web.Pages.Staff.ParentMeetings;

/// <summary>The kit on one page. A class or a school is never shown: it is too few, and the municipality stands instead.</summary>
public sealed class KitViewModel : KitPage
{
    /// <summary>kommunen, skolen or klassen.</summary>
    [BindProperty(SupportsGet = true, Name = "tal")]
    public string? Asked { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? HeldOn { get; set; }

    [BindProperty]
    public string? Invited { get; set; }

    public string Scope => Asked is "skolen" or "klassen" ? Asked : "kommunen";

    public bool MayPlan => App.Learning.Parents.ParentMeetings.SchoolOf(Town, Me) is not null;

    public async Task<IActionResult> OnGetAsync(int klasse, CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        return await ReadAsync(klasse, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(int klasse, CancellationToken cancel)
    {
        if (!await ReadAsync(klasse, cancel))
        {
            return NotFound();
        }

        var day = DateOnly.TryParseExact(HeldOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : default;
        var invited = int.TryParse(Invited, NumberStyles.None, CultureInfo.InvariantCulture, out var families) ? families : 0;
        var planned = await App.Learning.Parents.ParentMeetings.PlanAsync(Town, Me, new NewMeeting(Id, klasse, Minutes, day, invited), cancel);
        if (planned.TryGet(out var number, out var error))
        {
            return Saved($"/foraeldremoede/aften/{number}", "saved.meeting", number);
        }

        Refuse(error.Code switch { "meeting.day" => nameof(HeldOn), "meeting.invited" => nameof(Invited), _ => "" }, error);
        return Page();
    }
}
