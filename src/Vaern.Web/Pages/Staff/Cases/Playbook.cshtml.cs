using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Cases;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>The playbook as a checklist: every step with who, when and why, done or skipped with its reason, and in the order that this case needs.</summary>
public sealed class PlaybookModel : CasePage
{
    [BindProperty]
    public string? Book { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IEnumerable<(CaseTask Task, (Playbook Book, PlaybookStep Step, int Number)? Found)> Lines => Case.Tasks.Select(task => (task, Playbook.Find(task.Step)));

    /// <summary>The playbooks that steps of the case come from.</summary>
    public IEnumerable<Playbook> Books => Lines.Select(line => line.Found?.Book).OfType<Playbook>().Distinct();

    /// <summary>Playbooks that could be added.</summary>
    public IEnumerable<SelectListItem> Others => Playbook.All.Where(book => book.Regime == (Case.Restricted ? "restricted" : "ordinary")).Except(Books)
        .Select(book => new SelectListItem(book.Title.In(Texts.Language.Culture), book.Id));

    public StepFacts Facts(Playbook book, PlaybookStep step) => StepFacts.Of(book, step, Texts, Town.Law);

    public string? NameOf(AccountId? account) => Case.Participants.FirstOrDefault(person => person.Account == account)?.Name;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var added = await AddPlaybook.HandleAsync(Town, Me, Case.Id, Book ?? "", Reason ?? "", cancel);
        return added.TryGet(out var steps, out var error)
            ? Saved($"{Address}/drejebog", "saved.playbook.added", steps)
            : Again(error.Code == "reason.missing" ? nameof(Reason) : nameof(Book), error);
    }

    public async Task<IActionResult> OnPostPutBackAsync(Guid task, int version, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var back = await MoveTask.UndoAsync(Town, Me, Case.Id, task, version, cancel);
        return back.TryGet(out _, out var error) ? Saved($"{Address}/drejebog", "saved.task.put-back") : Again("", error);
    }
}
