using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Learning.Parents;

namespace Vaern.Web.Pages.Staff.ParentMeetings;

/// <summary>Choose grade and length, and find the evenings that are planned.</summary>
public sealed class MeetingsModel : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "side")]
    public int Number { get; set; } = 1;

    public int Grade { get; set; } = 6;

    public int Minutes { get; set; } = 45;

    public bool IsTeam => Me.Can(Permission.AnswerSparring);

    public bool SeesAll => App.Learning.Parents.ParentMeetings.SchoolOf(Town, Me) is null;

    public IEnumerable<SelectListItem> Grades => Enumerable.Range(0, 10).Select(grade => new SelectListItem(Texts["parents.grade", grade], grade.ToString(CultureInfo.InvariantCulture)));

    public IReadOnlyList<ParentMeeting> Planned { get; private set; } = [];

    public Pager Pages { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Number = Math.Clamp(Number, 1, 1000);
        var found = await App.Learning.Parents.ParentMeetings.ListAsync(Town, Me, Number - 1, cancel);
        (Planned, Pages) = ([.. found.Take(App.Learning.Parents.ParentMeetings.PageSize)], new Pager("/foraeldremoede", Number, found.Count > App.Learning.Parents.ParentMeetings.PageSize));
    }
}
