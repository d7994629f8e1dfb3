using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Preparedness;
using Vaern.Web.TagHelpers;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The room of an issue: the next thing to do, the log, the answer, those who asked.</summary>
public sealed class IssueViewModel : IssuePage
{
    [BindProperty]
    public string? RoomRole { get; set; }

    [BindProperty]
    public Guid EntryId { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Source { get; set; }

    [BindProperty]
    public string? Step { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public IReadOnlyList<RoomTask> Tasks { get; private set; } = [];

    public IssueReview? Review { get; private set; }

    public Narrative? Story { get; private set; }

    public ModerationFigures Figures { get; private set; } = new(0, 0, 0, 0, 0);

    /// <summary>Own tasks first, then those of the others; settled ones last.</summary>
    public IEnumerable<RoomTask> TasksInOrder => Tasks.OrderBy(task => task.State != "open").ThenBy(task => !MyRoles.Contains(task.Step.Role)).ThenBy(task => task.Due);

    private IEnumerable<string> MyRoles => Issue.Roles.Where(role => role.Account == Me.Account).Select(role => role.Role);

    public IEnumerable<SelectListItem> RoleItems => IssueLog.RoomRoles.Select(role => new SelectListItem(Texts[$"room.role.{role}"], role));

    /// <summary>The one thing to do now: assess, enter, write, approve, send, answered, close, watch or nothing.</summary>
    public string Next => Issue switch
    {
        { State: "closed" } when Review is { DoneAt: null } => "review",
        { State: "closed" } => "nothing",
        { Level: null } => "assess",
        { Level: 0 or 1 } => "watch",
        { Level: 3 } when !Issue.Roles.Any(role => role.Account == Me.Account) => "enter",
        { Lines: [] } => "write",
        { Lines: [.., { ApprovedAt: null }] } => "approve",
        { Sent: { } sent } when sent.ToRing > 0 && sent.Answered + sent.ToRing >= sent.Asked => "ring",
        { Sent: { } sent } when sent.Answered < sent.Asked => "send",
        { Sent: not null } => "close",
        _ => "send",
    };

    public static EntryKind KindOf(string kind) => Enum.GetValues<EntryKind>().First(one => EntryTag.Name(one) == kind);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        EntryId = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostEnterAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var entered = await IssueLog.EnterAsync(Town, Me, Issue.Id, RoomRole ?? "", cancel);
        return entered.TryGet(out _, out var error) ? Saved(Address, "saved.room") : Again("", error);
    }

    public async Task<IActionResult> OnPostEntryAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var entry = new NewIssueEntry(Kind ?? "", Text ?? "", Town.Now, string.IsNullOrWhiteSpace(Source) ? null : Source);
        var written = await IssueLog.WriteAsync(Town, Me, Issue.Id, EntryId, entry, cancel);
        return written.TryGet(out _, out var error)
            ? Saved(Address, "saved.issue.entry")
            : Again(error.Code switch { "entry.kind" => nameof(Kind), "entry.source" => nameof(Source), "entry.empty" => nameof(Text), _ => "" }, error with { Code = $"issue.{error.Code}" });
    }

    public async Task<IActionResult> OnPostTaskAsync(CancellationToken cancel) => await SettleAsync(skip: false, cancel);

    public async Task<IActionResult> OnPostSkipAsync(CancellationToken cancel) => await SettleAsync(skip: true, cancel);

    private async Task<IActionResult> SettleAsync(bool skip, CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var settled = await RoomTasks.SettleAsync(Town, Me, Issue.Id, Step ?? "", skip, Why, cancel);
        return settled.TryGet(out _, out var error) ? Saved($"{Address}#opgaver", skip ? "saved.room.skipped" : "saved.room.done") : Again("", error);
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Tasks = await RoomTasks.ReadAsync(Town, Me, Issue, cancel);
        Review = await IssueReviews.ReadAsync(Town, Me, Issue.Id, cancel);
        Figures = await ReadModeration.FiguresAsync(Town, Me, Issue.Id, cancel);
        Story = Issue.Narrative is { } id ? (await Narratives.ListAsync(Town, Me, cancel)).FirstOrDefault(one => one.Id == id) : null;
        return true;
    }
}
