using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
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

    public Drill Drill => drill!;

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

    private IActionResult After(Guid id, Result<Guid> done, string? textKey)
    {
        if (done.TryGet(out _, out var error))
        {
            return textKey is null ? LocalRedirect($"{Request.PathBase}/oevelse/{id}") : Saved($"/oevelse/{id}", textKey);
        }

        Refuse(error.Code == "drill.answer" ? nameof(Answer) : "", error);
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancel) =>
        (await Drills.ReadAsync(Town, Me, id, cancel)).TryGet(out drill, out _) && Playbook.All.Any(book => book.Id == drill.Playbook);
}
