using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Learning.Courses;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Courses;

/// <summary>A course for the catalogue.</summary>
[Needs(Permission.KeepCourses)]
public sealed class NewCoursePageModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? CourseTitle { get; set; }

    [BindProperty]
    public string? About { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Audience { get; set; }

    [BindProperty]
    public string? Supplier { get; set; }

    [BindProperty]
    public string? SupplierName { get; set; }

    [BindProperty]
    public int? GradeFrom { get; set; }

    [BindProperty]
    public int? GradeTo { get; set; }

    [BindProperty]
    public bool IsCrisis { get; set; }

    public IEnumerable<SelectListItem> Items(IEnumerable<string> keys, string text) => keys.Select(key => new SelectListItem(Texts[$"{text}.{key}"], key));

    public void OnGet() => Id = Guid.CreateVersion7();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var words = new CourseWording(CourseTitle?.Trim() ?? "", About?.Trim() ?? "", SupplierName?.Trim() ?? "", null);
        var added = await CourseCatalogue.AddAsync(Town, Me, Id, new NewCourse(Kind, Audience, Supplier, GradeFrom, GradeTo, IsCrisis, words), cancel);
        if (added.IsOk)
        {
            return Saved($"/kurser/{Id}", "saved.course");
        }

        if (IsHidden(added.Error))
        {
            return NotFound();
        }

        Refuse(added.Error.Code switch { "course.kind" => nameof(Kind), "course.grades" => nameof(GradeFrom), _ => nameof(CourseTitle) }, added.Error);
        return Page();
    }
}
