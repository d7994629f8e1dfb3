using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.TagHelpers;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Day;

/// <summary>My day: what rings, what is new, what I said I would do.</summary>
public sealed class DayModel : StaffPage
{
    private const int MostRings = 8;

    public ClockWords Clocks => new(Texts, When);

    public IReadOnlyList<DeadlineLine> Rings { get; private set; } = [];

    public bool MoreRings { get; private set; }

    public IReadOnlyList<ReportLine> Reports { get; private set; } = [];

    public IReadOnlyList<TaskLine> Tasks { get; private set; } = [];

    public IReadOnlyList<SettledTaskLine> SettledTasks { get; private set; } = [];

    public IReadOnlyList<FollowUpLine> FollowUps { get; private set; } = [];

    public IReadOnlyList<PackageLine> Packages { get; private set; } = [];

    /// <summary>For those who verify rules: what is due again.</summary>
    public IReadOnlyList<App.LawBook.StaleVerification> StaleRules { get; private set; } = [];

    public IReadOnlyDictionary<AccountId, string> Owners { get; private set; } = new Dictionary<AccountId, string>();

    public bool MayOpenCases => Me.Can(Permission.OpenCases);

    public bool SeesReports => Me.Can(Permission.AnswerReports) || Me.Can(Permission.SeeWaitingReports) || Me.Can(Permission.AnswerReportsAboutLeaders);

    public string Greeting => Texts[When.Now.Hour switch { < 5 => "day.hello.night", < 10 => "day.hello.morning", < 18 => "day.hello", _ => "day.hello.evening" }, Me.Name.Split(' ')[0]];

    /// <summary>How things stand, in one sentence.</summary>
    public string State
    {
        get
        {
            var late = Rings.Count(ring => Clocks.Tone(Ring.Of(ring)) == ClockTone.Late) + Reports.Count(report => report.AnsweredAt is null && report.ReplyBy < When.Now);
            var today = Rings.Count(ring => Clocks.Tone(Ring.Of(ring)) == ClockTone.RingsToday)
                + Reports.Count(report => report is { AnsweredAt: null, MayRead: true } && report.ReplyBy >= When.Now && DateOnly.FromDateTime(TimeText.Local(report.ReplyBy).DateTime) == When.Today);
            return (late, today) switch
            {
                (0, 0) => Texts["day.state.calm"],
                (0, 1) => Texts["day.state.today.one"],
                (0, _) => Texts["day.state.today", today],
                (1, 0) => Texts["day.state.late.one"],
                (_, 0) => Texts["day.state.late", late],
                _ => Texts["day.state.both", late, today],
            };
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostDoneAsync(Guid task, Guid of, int version, CancellationToken cancel) =>
        await AfterAsync(await App.Cases.Tasks.SettleAsync(Town, Me, new App.CaseId(of), task, done: true, null, version, cancel), "saved.task.done", cancel);

    public async Task<IActionResult> OnPostReopenAsync(Guid task, Guid of, int version, CancellationToken cancel) =>
        await AfterAsync(await App.Cases.Tasks.ReopenAsync(Town, Me, new App.CaseId(of), task, version, cancel), "saved.task.reopened", cancel);

    private async Task<IActionResult> AfterAsync(Data.Result<Guid> done, string textKey, CancellationToken cancel)
    {
        if (done.TryGet(out _, out var error))
        {
            return Saved("/mit", textKey);
        }

        if (IsHidden(error))
        {
            return NotFound();
        }

        Refuse("", error);
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var rings = await CaseLists.DeadlinesAsync(Town, Me, 1, cancel);
        Rings = [.. rings.Lines.Take(MostRings)];
        MoreRings = rings.HasNext || rings.Lines.Count > MostRings;
        Reports = SeesReports ? [.. (await StaffReports.ListAsync(Town, Me, open: true, cancel)).OrderBy(report => report.AnsweredAt is not null).ThenBy(report => report.ReplyBy).Take(8)] : [];
        Tasks = await CaseLists.TasksAsync(Town, Me, cancel);
        SettledTasks = await MyDay.SettledTasksAsync(Town, Me, cancel);
        FollowUps = await MyDay.FollowUpsAsync(Town, Me, cancel);
        Packages = await MyDay.PackagesAsync(Town, Me, cancel);
        StaleRules = await App.LawBook.VerificationReview.DueAsync(Town, Me, cancel);
        Owners = await Town.Staff.NamesAsync(Rings.Select(ring => ring.Owner), cancel);
    }
}
