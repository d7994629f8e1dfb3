using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>What rings, what waits to be sorted, what is going on. The officer works on issues; tips lie in their groups.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class OverviewModel : StaffPage
{
    private IReadOnlyDictionary<AccountId, string> names = new Dictionary<AccountId, string>();

    [BindProperty]
    public Guid Group { get; set; }

    [BindProperty]
    public Guid Issue { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    public IReadOnlyList<Alert> Ringing { get; private set; } = [];

    public IReadOnlyList<TipGroup> Waiting { get; private set; } = [];

    public IReadOnlyList<IssueLineUp> Issues { get; private set; } = [];

    /// <summary>Days of risk within two weeks.</summary>
    public IReadOnlyList<RiskDay> Days { get; private set; } = [];

    public IReadOnlyList<(string Number, DateOnly DueOn)> Reviews { get; private set; } = [];

    public bool Drill { get; private set; }

    public bool Appeals { get; private set; }

    public bool Closed { get; private set; }

    public int Number { get; private set; } = 1;

    public Guid NewId() => Guid.CreateVersion7();

    public string NameOf(AccountId account) => names.GetValueOrDefault(account, "–");

    public Task OnGetAsync(string? vis, int side, CancellationToken cancel) => ReadAsync(vis == "lukkede", Math.Max(1, side), cancel);

    public async Task<IActionResult> OnPostOpenAsync(CancellationToken cancel)
    {
        var opened = await OpenIssue.HandleAsync(Town, Me, Issue, Group, Title ?? "", cancel);
        if (opened.TryGet(out var issue, out var error))
        {
            return Saved($"/beredskab/{issue.Number}", "saved.issue", issue.Number);
        }

        Refuse("", error);
        await ReadAsync(false, 1, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAcknowledgeAsync(Guid id, CancellationToken cancel)
    {
        var taken = await Alerts.AcknowledgeAsync(Town, Me, id, cancel);
        return taken.IsOk ? Saved("/beredskab", "saved.alert") : NotFound();
    }

    private async Task ReadAsync(bool closed, int page, CancellationToken cancel)
    {
        (Closed, Number) = (closed, page);
        Ringing = [.. (await Alerts.LatelyAsync(Town, Me, cancel)).Where(alert => alert.AcknowledgedAt is null)];
        Waiting = await ReadIssues.WaitingAsync(Town, Me, page - 1, cancel);
        Issues = [.. (await ReadIssues.ListAsync(Town, Me, closed, 0, cancel)).Take(ReadIssues.PageSize)];
        Days = await RoomBook.DaysAsync(Town, Me, When.Today.AddDays(14), cancel);
        Reviews = await IssueReviews.WaitingAsync(Town, Me, cancel);
        Drill = (await DrillMode.ListAsync(Town, Me, cancel)).Any(one => one.EndedAt is null);
        Appeals = (await ReadModeration.ListAsync(Town, Me, null, appealed: true, 0, cancel)).Count > 0;
        names = await Names.OfAsync(Town, Ringing.SelectMany(alert => alert.Calls).Select(call => call.Account), cancel);
    }
}
