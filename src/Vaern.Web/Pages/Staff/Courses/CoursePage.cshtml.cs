using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Learning.Courses;
using Vaern.Rules;

namespace Vaern.Web.Pages.Staff.Courses;

/// <summary>A course: what it is, when there is room, ordering for a school; for those who keep it its days and orders.</summary>
public sealed class CoursePageModel : StaffPage
{
    [FromRoute(Name = "id")]
    public Guid CourseId { get; set; }

    [BindProperty]
    public Guid OrderId { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public Guid SessionId { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? Session { get; set; }

    [BindProperty]
    public int? Grade { get; set; }

    [BindProperty]
    public string? StartsAt { get; set; }

    [BindProperty]
    public int? Minutes { get; set; }

    [BindProperty]
    public int? Capacity { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    public CourseView View { get; private set; } = null!;

    public IReadOnlyList<CourseOrder> Orders { get; private set; } = [];

    public bool MayKeep => Me.Can(Permission.KeepCourses);

    public IEnumerable<Unit> Units => Town.Units.All.Where(unit => CourseOrders.MayOrder(Town, Me, unit.Id));

    public IEnumerable<SelectListItem> UnitItems => Units.Select(unit => new SelectListItem(unit.Name, unit.Id.Value.ToString()));

    public IEnumerable<SelectListItem> SessionItems => View.Sessions.Select(session => new SelectListItem($"{When.Long(session.StartsAt)} · {(session.Free > 0 ? Texts["courses.free", session.Free, session.Capacity] : Texts["courses.full", session.Waiting])}", session.Id.ToString()))
        .Append(new SelectListItem(Texts["courses.ask-day"], ""));

    public IEnumerable<SelectListItem> GradeItems => GradePlans.Grades.Where(View.Course.IsFor).Select(grade => new SelectListItem(Texts["courses.grade", grade], grade.ToString(CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        // The next day with room is what most want; another day is one choice away.
        Session = (View.Sessions.FirstOrDefault(session => session.Free > 0) ?? (View.Sessions.Count > 0 ? View.Sessions[0] : null))?.Id.ToString();
        return Page();
    }

    public async Task<IActionResult> OnPostOrderAsync(CancellationToken cancel)
    {
        var unit = Guid.TryParse(Unit, out var school) ? new UnitId(school) : default;
        var ordered = await CourseOrders.OrderAsync(Town, Me, unit, CourseId, Guid.TryParse(Session, out var session) ? session : null, Grade, OrderId, cancel);
        return ordered.IsOk ? Saved("/kurser", $"saved.course-{ordered.Value}") : await RefusedAsync(ordered.Error.Code == "course.grade" ? nameof(Grade) : nameof(Session), ordered.Error, cancel);
    }

    public async Task<IActionResult> OnPostSessionAsync(CancellationToken cancel)
    {
        var starts = DateTime.TryParseExact(StartsAt, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? DanishTime.FirstReaching(local) : default;
        var added = await CourseCatalogue.AddSessionAsync(Town, Me, CourseId, SessionId, starts, starts == default ? default : starts.AddMinutes(Minutes ?? 0), Capacity ?? 0, Place, cancel);
        return added.IsOk ? Saved($"/kurser/{CourseId}", "saved.course-session") : await RefusedAsync(nameof(StartsAt), added.Error, cancel);
    }

    public async Task<IActionResult> OnPostCancelSessionAsync(Guid gang, CancellationToken cancel) =>
        (await CourseCatalogue.CancelSessionAsync(Town, Me, gang, cancel)).IsOk ? Saved($"/kurser/{CourseId}", "saved.course-session-cancelled") : NotFound();

    private async Task<IActionResult> RefusedAsync(string field, Vaern.Data.Error refused, CancellationToken cancel)
    {
        if (IsHidden(refused) || !await ReadAsync(cancel))
        {
            return NotFound();
        }

        Refuse(field, refused);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (!(await CourseCatalogue.ReadAsync(Town, Me, CourseId, cancel)).TryGet(out var view, out _))
        {
            return false;
        }

        View = view;
        Orders = MayKeep ? (await CourseOrders.OfCourseAsync(Town, Me, CourseId, cancel)).Value : [];
        return true;
    }
}
