using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.App.Removal;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Pages.Staff.Removal;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The ladder of an issue: unlawful content that carries the rumour. The letters are the municipality's own and name nobody; an exercise writes none.</summary>
internal sealed class IssueLadder(Municipality town, StaffMember me, Issue issue, ClockWords clocks) : LadderOwner
{
    public override string Number => issue.Number;

    public override string Address => $"/beredskab/{issue.Number}";

    public override string Sender => town.Name;

    public override bool Restricted => false;

    public override bool MayWrite => !issue.Drill;

    /// <returns>The issue's ladder; null for a number that does not exist.</returns>
    public static async Task<LadderOwner?> ReadAsync(StaffPage page, CancellationToken cancel) =>
        await ReadIssues.OneAsync(page.Town, page.Me, (string)page.RouteData.Values["nr"]!, cancel) is { } issue
            ? new IssueLadder(page.Town, page.Me, issue, new ClockWords(page.Texts, page.When, page.Town.Law)) : null;

    public override string SourceOf(string rule) => clocks.Source(town.Law.Find(rule).Value, town.Law.RuleSet);

    public override Task<(string Name, string? Mail)> ContactAsync(CancellationToken cancel) => Task.FromResult<(string, string?)>((town.Name, null));

    public override Task<IReadOnlyList<ContentView>> ListAsync(CancellationToken cancel) => IssueRemoval.ListAsync(town, me, issue.Id, cancel);

    public override Task<Result<Guid>> AddAsync(Guid id, string platform, ContentBody body, CancellationToken cancel) => IssueRemoval.AddAsync(town, me, issue.Id, id, platform, body, cancel);

    public override Task<Result<Guid>> WriteAsync(Guid content, string kind, StepBody body, DateTimeOffset? sentAt, DateOnly? nextCheck, int version, CancellationToken cancel) =>
        IssueRemoval.WriteAsync(town, me, issue.Id, content, kind, body, sentAt, nextCheck, version, cancel);

    public override Task<Result<Guid>> SkipAsync(Guid content, string kind, string reason, int version, CancellationToken cancel) =>
        IssueRemoval.SkipAsync(town, me, issue.Id, content, kind, reason, version, cancel);

    public override Task<Result<Guid>> AnswerAsync(Guid content, string kind, string answer, DateTimeOffset? at, string? statement, DateOnly? nextCheck, int version, CancellationToken cancel) =>
        IssueRemoval.AnswerAsync(town, me, issue.Id, content, kind, answer, at, statement, nextCheck, version, cancel);

    public override Task<Result<Guid>> GoneAsync(Guid content, CancellationToken cancel) => IssueRemoval.GoneAsync(town, me, issue.Id, content, null, cancel);
}
