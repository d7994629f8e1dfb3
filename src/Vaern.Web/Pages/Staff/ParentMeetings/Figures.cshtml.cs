using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Learning.Parents;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.ParentMeetings;

/// <summary>The team enters figures of a grade in the whole municipality; classes and schools have no place here.</summary>
[Needs(Permission.AnswerSparring)]
public sealed class FiguresModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Grade { get; set; }

    [BindProperty]
    public string? Question { get; set; }

    [BindProperty]
    public string? Yes { get; set; }

    [BindProperty]
    public string? Answers { get; set; }

    [BindProperty]
    public string? Source { get; set; }

    [BindProperty]
    public string? MeasuredOn { get; set; }

    [BindProperty]
    public string? ShownUntil { get; set; }

    public IEnumerable<SelectListItem> Grades => Enumerable.Range(0, 10).Select(grade => new SelectListItem(Texts["parents.grade", grade], grade.ToString(CultureInfo.InvariantCulture)));

    public IEnumerable<SelectListItem> Questions => LocalFigure.Questions.Select(question => new SelectListItem(Texts[$"figure.question.{question}"], question));

    public void OnGet() => Id = Guid.CreateVersion7();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var entered = await LocalFigures.EnterAsync(
            Town, Me, new NewFigure(Id, Number(Grade), Question ?? "", Number(Yes), Number(Answers), Source ?? "", Day(MeasuredOn), Day(ShownUntil)), cancel);
        if (entered.TryGet(out _, out var error))
        {
            return Saved("/foraeldremoede/tal", "saved.figure");
        }

        Refuse(
            error.Code switch
            {
                "figure.question" => Number(Grade) < 0 ? nameof(Grade) : nameof(Question), "figure.numbers" => nameof(Yes), "figure.few" => nameof(Answers), "figure.source" => nameof(Source),
                "figure.days" => nameof(MeasuredOn), _ => "",
            },
            error);
        return Page();
    }

    private static int Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static DateOnly Day(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default;
}
