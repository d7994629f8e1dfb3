using Vaern.App.Accounts;
using Vaern.App.Removal;
using Vaern.Data;

namespace Vaern.App.Preparedness;

/// <summary>The removal ladder of an issue: unlawful content that spreads the rumour. An exercise has none, for nothing leaves it.</summary>
public static class IssueRemoval
{
    /// <inheritdoc cref="RemovalLadder.AddAsync"/>
    public static Task<Result<Guid>> AddAsync(Municipality municipality, StaffMember staff, IssueId issue, Guid id, string platform, ContentBody body, CancellationToken cancel = default) =>
        OnAsync(municipality, staff, issue, (work, owner) => RemovalLadder.AddAsync(work, owner, staff, id, platform, body with { What = municipality.Masked(body.What) }, cancel), cancel);

    /// <inheritdoc cref="RemovalLadder.WriteAsync"/>
    public static Task<Result<Guid>> WriteAsync(
        Municipality municipality, StaffMember staff, IssueId issue, Guid content, string kind, StepBody body, DateTimeOffset? sentAt, DateOnly? nextCheck, int version, CancellationToken cancel = default) =>
        OnAsync(municipality, staff, issue, (work, owner) => RemovalLadder.WriteAsync(municipality.Law, work, owner, staff, content, kind, body, sentAt, nextCheck, version, cancel), cancel);

    /// <inheritdoc cref="RemovalLadder.SkipAsync"/>
    public static Task<Result<Guid>> SkipAsync(Municipality municipality, StaffMember staff, IssueId issue, Guid content, string kind, string reason, int version, CancellationToken cancel = default) =>
        OnAsync(municipality, staff, issue, (work, owner) => RemovalLadder.SkipAsync(municipality.Law, work, owner, staff, content, kind, reason, version, cancel), cancel);

    /// <inheritdoc cref="RemovalLadder.AnswerAsync"/>
    public static Task<Result<Guid>> AnswerAsync(
        Municipality municipality, StaffMember staff, IssueId issue, Guid content, string kind, string answer, DateTimeOffset? at, string? statement, DateOnly? nextCheck, int version,
        CancellationToken cancel = default) =>
        OnAsync(municipality, staff, issue, (work, owner) => RemovalLadder.AnswerAsync(work, owner, staff, content, kind, answer, at ?? work.Now, statement, nextCheck, version, cancel), cancel);

    /// <inheritdoc cref="RemovalLadder.GoneAsync"/>
    public static Task<Result<Guid>> GoneAsync(Municipality municipality, StaffMember staff, IssueId issue, Guid content, DateTimeOffset? at, CancellationToken cancel = default) =>
        OnAsync(municipality, staff, issue, (work, owner) => RemovalLadder.GoneAsync(work, owner, staff, content, at ?? work.Now, cancel), cancel);

    /// <summary>The ladder of an issue.</summary>
    public static async Task<IReadOnlyList<ContentView>> ListAsync(Municipality municipality, StaffMember staff, IssueId issue, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await RemovalLadder.ListAsync(municipality, work, issue.Value, cancel);
    }

    private static Task<Result<Guid>> OnAsync(Municipality municipality, StaffMember staff, IssueId issue, Func<UnitOfWork, RemovalOwner, Task<Result<Guid>>> change, CancellationToken cancel) =>
        municipality.OnIssueAsync(staff, issue, async (work, row) =>
            row.Drill ? new Error("removal.drill", "Nothing leaves an exercise.") : await change(work, new RemovalOwner(row.Id, "issue", false, "preparedness_lead", [])), cancel, alsoClosed: true);
}
