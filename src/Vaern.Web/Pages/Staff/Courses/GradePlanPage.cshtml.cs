using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Learning.Courses;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Courses;

/// <summary>What each grade of a school gets when in a school year, with the gaps.</summary>
public sealed class GradePlanPageModel : StaffPage
{
    [FromRoute(Name = "enhed")]
    public Guid UnitValue { get; set; }

    [BindProperty(SupportsGet = true, Name = "aar")]
    public int? Year { get; set; }

    [BindProperty]
    public Guid Id { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public int Grade { get; set; }

    [BindProperty]
    public int Month { get; set; } = 9;

    [BindProperty]
    public string? What { get; set; }

    public GradePlan Plan { get; private set; } = null!;

    public bool MayWrite => Me.Can(Permission.WritePlans, Plan.Unit.Id);

    public IEnumerable<SelectListItem> GradeItems => GradePlans.Grades.Select(grade => new SelectListItem(Texts["courses.grade", grade], grade.ToString(CultureInfo.InvariantCulture)));

    public IEnumerable<SelectListItem> MonthItems => Enumerable.Range(1, 12).OrderBy(SchoolYear.Place).Select(month => new SelectListItem(Texts.Language.Culture.DateTimeFormat.GetMonthName(month), month.ToString(CultureInfo.InvariantCulture)));

    private int YearShown => Math.Clamp(Year ?? SchoolYear.Of(When.Today), 2020, 2100);

    private string Address => $"/kurser/aarsplan/{UnitValue}?aar={YearShown}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancel)
    {
        var added = await GradePlans.AddAsync(Town, Me, new UnitId(UnitValue), Id, YearShown, Grade, Month, What, cancel);
        if (added.IsOk)
        {
            return Saved(Address, "saved.grade-plan");
        }

        if (IsHidden(added.Error) || !await ReadAsync(cancel))
        {
            return NotFound();
        }

        Refuse(nameof(What), added.Error);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid post, CancellationToken cancel) =>
        (await GradePlans.RemoveAsync(Town, Me, new UnitId(UnitValue), post, cancel)).IsOk ? Saved(Address, "saved.grade-plan") : NotFound();

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (!(await GradePlans.ReadAsync(Town, Me, new UnitId(UnitValue), YearShown, cancel)).TryGet(out var plan, out _))
        {
            return false;
        }

        Plan = plan;
        return true;
    }
}
