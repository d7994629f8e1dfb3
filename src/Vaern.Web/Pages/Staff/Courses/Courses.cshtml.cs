using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Learning.Courses;

namespace Vaern.Web.Pages.Staff.Courses;

/// <summary>The catalogue for everybody, and for those who order what their schools have ordered.</summary>
public sealed class CoursesModel : StaffPage
{
    public IReadOnlyList<CourseView> Courses { get; private set; } = [];

    public IReadOnlyList<(Unit Unit, IReadOnlyList<CourseOrder> Orders, string? Calendar)> Mine { get; private set; } = [];

    public bool MayKeep => Me.Can(Permission.KeepCourses);

    public bool SeesAll => MayKeep || Me.Can(Permission.SeePlanStatus);

    public bool HasPack => Courses.Any(view => view.Course.IsCrisis);

    public string Address => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostCancelAsync(Guid ordre, int version, CancellationToken cancel) => Answer(await CourseOrders.CancelAsync(Town, Me, ordre, version, cancel), "saved.course-cancelled");

    public async Task<IActionResult> OnPostEvaluateAsync(Guid ordre, int nytte, bool igen, CancellationToken cancel) => Answer(await CourseOrders.EvaluateAsync(Town, Me, ordre, nytte, igen, cancel), "saved.course-evaluated");

    public async Task<IActionResult> OnPostCalendarAsync(Guid enhed, CancellationToken cancel) => Answer(await CalendarFeeds.RenewAsync(Town, Me, new UnitId(enhed), cancel), "saved.calendar");

    public async Task<IActionResult> OnPostCrisisAsync(Guid enhed, Guid id, int trin, CancellationToken cancel)
    {
        var ordered = await CourseOrders.OrderCrisisPackAsync(Town, Me, new UnitId(enhed), trin, id, cancel);
        return ordered.IsOk ? Saved("/kurser", "saved.crisis", ordered.Value.Ordered, ordered.Value.Confirmed) : IsHidden(ordered.Error) ? NotFound() : Saved("/kurser", $"fault.{ordered.Error.Code}");
    }

    private IActionResult Answer(Vaern.Data.Result done, string saved) => done.IsOk ? Saved("/kurser", saved) : IsHidden(done.Error) ? NotFound() : Saved("/kurser", $"fault.{done.Error.Code}");

    private async Task ReadAsync(CancellationToken cancel)
    {
        Courses = await CourseCatalogue.ListAsync(Town, Me, cancel);
        var mine = new List<(Unit, IReadOnlyList<CourseOrder>, string?)>();
        foreach (var unit in Town.Units.All.Where(unit => CourseOrders.MayOrder(Town, Me, unit.Id)))
        {
            mine.Add((unit, (await CourseOrders.OfUnitAsync(Town, Me, unit.Id, cancel)).Value, (await CalendarFeeds.TokenAsync(Town, Me, unit.Id, cancel)).Value));
        }

        Mine = mine;
    }
}
