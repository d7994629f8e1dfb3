using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>One task: what was done, or why it is skipped. What was done can go into the chronology in the same press.</summary>
public sealed class TaskPageModel : CasePage
{
    private CaseTask? task;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "spring")]
    public bool Skip { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public bool InStory { get; set; } = true;

    /// <summary>The id of the entry, chosen by the form.</summary>
    [BindProperty]
    public Guid EntryId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public CaseTask TaskItem => task!;

    /// <summary>Set when somebody else settled the task while this page was open.</summary>
    public BothVersions? Both { get; private set; }

    public (Playbook Book, PlaybookStep Step, int Number)? Step => Playbook.Find(TaskItem.Step);

    /// <summary>Who has signed a task that takes two, while the second is missing.</summary>
    public string? FirstName => TaskItem.First is { } first ? Case.Participants.FirstOrDefault(person => person.Account == first)?.Name ?? "–" : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        Version = TaskItem.Version;
        EntryId = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        if (TaskItem.State != "open")
        {
            Both = new BothVersions(
                [(Texts["task.ends"], Texts[$"tasks.state.{TaskItem.State}"], Texts[Skip ? "tasks.state.skipped" : "tasks.state.done"]), (Texts["task.what"], TaskItem.Reason, Note)],
                new SettledByAnother(Address, Skip ? "assessment" : "fact", Note?.Trim()));
        }

        var settled = await Tasks.SettleAsync(Town, Me, Case.Id, Id, !Skip, Note, Version, cancel);
        if (!settled.TryGet(out _, out var error))
        {
            return Again(error.Code == "task.reason-missing" ? nameof(Note) : "", error);
        }

        if (!Skip && InStory && !string.IsNullOrWhiteSpace(Note))
        {
            await WriteEntry.HandleAsync(Town, Me, Case.Id, EntryId, "fact", Note, null, cancel: cancel);
        }

        return Saved(Address, TaskItem is { TakesTwo: true, First: null } ? "saved.task.first" : Skip ? "saved.task.skipped" : "saved.task.done");
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && (task = Case.Tasks.FirstOrDefault(found => found.Id == Id)) is not null;
}
