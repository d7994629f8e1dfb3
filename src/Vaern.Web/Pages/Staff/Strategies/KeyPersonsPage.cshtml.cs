using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Learning.KeyPersons;
using Vaern.App.Plans.Strategies;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>The unit's key persons and deputies, dated, with the courses they took.</summary>
public sealed class KeyPersonsPageModel : StaffPage
{
    [FromRoute(Name = "enhed")]
    public Guid UnitValue { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Contact { get; set; }

    [BindProperty]
    public string? Deputy { get; set; }

    [BindProperty]
    public string? DeputyContact { get; set; }

    [BindProperty]
    public string? Area { get; set; }

    [BindProperty]
    public string? From { get; set; }

    public Unit Unit { get; private set; } = null!;

    public IReadOnlyList<KeyPerson> People { get; private set; } = [];

    public IReadOnlyList<string> Names { get; private set; } = [];

    public bool MayWrite => Me.Can(Permission.WritePlans, Unit.Id);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        (Id, From) = (Guid.CreateVersion7(), When.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var words = new KeyPersonWords(Name?.Trim() ?? "", Trimmed(Contact), Trimmed(Deputy), Trimmed(DeputyContact), Trimmed(Area));
        return Day(From) is not { } from
            ? await RefusedAsync(nameof(From), new Data.Error("day.unreadable", ""), cancel)
            : await AnswerAsync(await KeyPersonRegister.AddAsync(Town, Me, new UnitId(UnitValue), Id, words, from, cancel), "saved.keyperson.added", nameof(Name), cancel);
    }

    public async Task<IActionResult> OnPostEndAsync(Guid person, int version, string? dag, CancellationToken cancel) =>
        Day(dag) is not { } on
            ? await RefusedAsync("", new Data.Error("day.unreadable", ""), cancel)
            : await AnswerAsync(await KeyPersonRegister.EndAsync(Town, Me, new UnitId(UnitValue), person, on, version, cancel), "saved.keyperson.ended", "", cancel);

    public async Task<IActionResult> OnPostCourseAsync(Guid person, Guid id, string? kursus, string? hvem, string? dag, CancellationToken cancel) =>
        Day(dag) is not { } on
            ? await RefusedAsync("", new Data.Error("day.unreadable", ""), cancel)
            : await AnswerAsync(
                await KeyPersonRegister.AddCourseAsync(Town, Me, new UnitId(UnitValue), person, id, new CourseWords(kursus?.Trim() ?? "", hvem?.Trim() ?? ""), on, cancel), "saved.keyperson.course", "", cancel);

    private async Task<IActionResult> AnswerAsync(Data.Result done, string saved, string field, CancellationToken cancel) =>
        done.IsOk ? Saved($"/planer/{UnitValue}/noeglepersoner", saved) : await RefusedAsync(done.Error.Code == "key-person.from" ? nameof(From) : field, done.Error, cancel);

    private async Task<IActionResult> RefusedAsync(string field, Data.Error error, CancellationToken cancel)
    {
        if (IsHidden(error) || !await ReadAsync(cancel))
        {
            return NotFound();
        }

        Id = Id == Guid.Empty ? Guid.CreateVersion7() : Id;
        Refuse(field, error);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var unit = new UnitId(UnitValue);
        if (!(await KeyPersonRegister.ListAsync(Town, Me, unit, cancel)).TryGet(out var people, out _))
        {
            return false;
        }

        (Unit, People) = (Town.Units[unit], people);
        Names = MayWrite ? await KeyPersonRegister.NamesAsync(Town, Me, unit, cancel) : [];
        return true;
    }

    private static string? Trimmed(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
