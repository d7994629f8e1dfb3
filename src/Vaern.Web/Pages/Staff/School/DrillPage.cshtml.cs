using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.Web.Guidance;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>One exercise: the playbook's steps over an invented story, one at a time, under a banner that says so.</summary>
public sealed class DrillPageModel : StaffPage
{
    private Drill? drill;

    [BindProperty]
    public string? StepKey { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public Guid ActionId { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? Owner { get; set; }

    [BindProperty]
    public string? DueOn { get; set; }

    public Drill Drill => drill!;

    /// <summary>What this exercise put on the unit's list.</summary>
    public IReadOnlyList<UnitAction> Actions { get; private set; } = [];

    public bool MayPlan => Me.Can(Permission.WritePlans, Drill.Unit);

    public Playbook Book => Playbook.All.First(book => book.Id == Drill.Playbook);

    /// <summary>The first step without an answer; null when all have one.</summary>
    public PlaybookStep? Step => Book.Steps.FirstOrDefault(step => !Drill.Answers.ContainsKey(step.Key));

    public int Number => Drill.Answers.Count + 1;

    public IEnumerable<(PlaybookStep Step, string Answer)> Gaps =>
        Book.Steps.Where(step => Drill.Answers.TryGetValue(step.Key, out var answer) && answer != "could").Select(step => (step, Drill.Answers[step.Key]));

    public StepFacts Facts(PlaybookStep step) => StepFacts.Of(Book, step, Texts, Town.Law);

    public int Count(string answer) => Drill.Answers.Values.Count(one => one == answer);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await FindAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await FindAsync(id, cancel))
        {
            return NotFound();
        }

        return After(id, await Drills.AnswerAsync(Town, Me, id, StepKey ?? "", Answer, cancel), null);
    }

    public async Task<IActionResult> OnPostFinishAsync(Guid id, CancellationToken cancel)
    {
        if (!await FindAsync(id, cancel))
        {
            return NotFound();
        }

        return After(id, await Drills.FinishAsync(Town, Me, id, cancel), "saved.drill");
    }

    /// <summary>Puts what is missing on the unit's list, with somebody to do it and a day.</summary>
    public async Task<IActionResult> OnPostActionAsync(Guid id, CancellationToken cancel)
    {
        if (!await FindAsync(id, cancel) || !MayPlan || Drill is not { Number: { } number, FinishedAt: not null })
        {
            return NotFound();
        }

        var due = DateOnly.TryParseExact(DueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default;
        var added = await UnitActions.AddAsync(Town, Me, Drill.Unit, ActionId, "drill", number, new ActionWords(What?.Trim() ?? "", Owner?.Trim() ?? ""), due, cancel);
        if (added.IsOk)
        {
            return Saved($"/oevelse/{id}", "saved.review.action");
        }

        Refuse(added.Error.Code == "unit-action.due" ? nameof(DueOn) : nameof(What), added.Error);
        return Page();
    }

    private IActionResult After(Guid id, Result<Guid> done, string? textKey)
    {
        if (done.TryGet(out _, out var error))
        {
            return textKey is null ? LocalRedirect($"{Request.PathBase}/oevelse/{id}") : Saved($"/oevelse/{id}", textKey);
        }

        Refuse(error.Code == "drill.answer" ? nameof(Answer) : "", error);
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancel)
    {
        if (!(await Drills.ReadAsync(Town, Me, id, cancel)).TryGet(out drill, out _) || Playbook.All.All(book => book.Id != drill.Playbook))
        {
            return false;
        }

        ActionId = ActionId == Guid.Empty ? Guid.CreateVersion7() : ActionId;
        if ((await UnitActions.ListAsync(Town, Me, drill.Unit, cancel)).TryGet(out var actions, out _))
        {
            Actions = [.. actions.Where(action => action.Source == "drill" && action.Aspect == drill.Number)];
        }

        return true;
    }
}
