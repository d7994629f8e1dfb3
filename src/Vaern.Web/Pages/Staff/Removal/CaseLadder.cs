using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Removal;
using Vaern.App.Workplace;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>The ladder of a case. Letters are signed by its unit.</summary>
internal sealed class CaseLadder(Municipality town, StaffMember me, CaseView file, ClockWords clocks) : LadderOwner
{
    public override string Number => file.Number;

    public override string Address => $"/sager/{file.Number}";

    public override string Sender => town.Units.Find(file.Unit)?.Name ?? "–";

    public override bool Restricted => file.Restricted;

    public override bool MayWrite => file is { MayWrite: true, State: not "closed" };

    /// <returns>The case's ladder; null for a case that is not there or not the person's to see.</returns>
    public static async Task<LadderOwner?> ReadAsync(StaffPage page, CancellationToken cancel)
    {
        var number = ((string)page.RouteData.Values["nr"]!).ToUpperInvariant();
        return (await ReadCase.HandleAsync(page.Town, page.Me, number, cancel)).TryGet(out var file, out _)
            ? new CaseLadder(page.Town, page.Me, file, new ClockWords(page.Texts, page.When, page.Town.Law)) : null;
    }

    public override string SourceOf(string rule) => clocks.Source(town.Law.Find(rule).Value, file.RuleSet);

    public override async Task<(string Name, string? Mail)> ContactAsync(CancellationToken cancel)
    {
        var unit = await UnitContacts.ReadAsync(town, file.Unit, cancel);
        return (unit?.Name ?? Sender, unit?.Mail);
    }

    public override Task<IReadOnlyList<ContentView>> ListAsync(CancellationToken cancel) => CaseRemoval.ListAsync(town, me, file.Id, cancel);

    public override Task<Result<Guid>> AddAsync(Guid id, string platform, ContentBody body, CancellationToken cancel) => CaseRemoval.AddAsync(town, me, file.Id, id, platform, body, cancel);

    public override Task<Result<Guid>> WriteAsync(Guid content, string kind, StepBody body, DateTimeOffset? sentAt, DateOnly? nextCheck, int version, CancellationToken cancel) =>
        CaseRemoval.WriteAsync(town, me, file.Id, content, kind, body, sentAt, nextCheck, version, cancel);

    public override Task<Result<Guid>> SkipAsync(Guid content, string kind, string reason, int version, CancellationToken cancel) =>
        CaseRemoval.SkipAsync(town, me, file.Id, content, kind, reason, version, cancel);

    public override Task<Result<Guid>> AnswerAsync(Guid content, string kind, string answer, DateTimeOffset? at, string? statement, DateOnly? nextCheck, int version, CancellationToken cancel) =>
        CaseRemoval.AnswerAsync(town, me, file.Id, content, kind, answer, at, statement, nextCheck, version, cancel);

    public override Task<Result<Guid>> GoneAsync(Guid content, CancellationToken cancel) => CaseRemoval.GoneAsync(town, me, file.Id, content, null, cancel);
}
