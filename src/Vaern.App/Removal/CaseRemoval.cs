using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;

namespace Vaern.App.Removal;

/// <summary>The removal ladder of a case. The first step that is sent meets the goal of the first day; a refusal and an injunction start the clocks that follow from them.</summary>
public static class CaseRemoval
{
    /// <inheritdoc cref="RemovalLadder.AddAsync"/>
    public static Task<Result<Guid>> AddAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string platform, ContentBody body, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
            await RemovalLadder.AddAsync(work, await OwnerAsync(work, row, staff, cancel), staff, id, platform, body, cancel), cancel);

    /// <inheritdoc cref="RemovalLadder.WriteAsync"/>
    public static Task<Result<Guid>> WriteAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid content, string kind, StepBody body, DateTimeOffset? sentAt, DateOnly? nextCheck, int version,
        CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var written = await RemovalLadder.WriteAsync(
                municipality.Law, work, await OwnerAsync(work, row, staff, cancel), staff, content, kind, body, sentAt, nextCheck, version, cancel);
            if (written.IsOk && sentAt is not null)
            {
                await work.BeginHandlingAsync(row, cancel);
                await SettleClock.MeetAsync(work, row, "GOAL-REMOVAL-FIRST", "Første skridt til fjernelse er sendt.", staff, cancel);
            }

            return written;
        }, cancel);

    /// <inheritdoc cref="RemovalLadder.SkipAsync"/>
    public static Task<Result<Guid>> SkipAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid content, string kind, string reason, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
            await RemovalLadder.SkipAsync(municipality.Law, work, await OwnerAsync(work, row, staff, cancel), staff, content, kind, reason, version, cancel), cancel);

    /// <inheritdoc cref="RemovalLadder.AnswerAsync"/>
    public static Task<Result<Guid>> AnswerAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid content, string kind, string answer, DateTimeOffset? at, string? statement, DateOnly? nextCheck, int version,
        CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var moment = at ?? work.Now;
            var answered = await RemovalLadder.AnswerAsync(
                work, await OwnerAsync(work, row, staff, cancel), staff, content, kind, answer, moment, statement, nextCheck, version, cancel);
            if (!answered.IsOk)
            {
                return answered;
            }

            return await FollowAsync(municipality, work, row, staff, kind, answer, moment, cancel) is { } fault ? fault : answered;
        }, cancel);

    /// <inheritdoc cref="RemovalLadder.GoneAsync"/>
    public static Task<Result<Guid>> GoneAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid content, DateTimeOffset? at, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var gone = await RemovalLadder.GoneAsync(work, await OwnerAsync(work, row, staff, cancel), staff, content, at ?? work.Now, cancel);
            return gone.IsOk && await FollowAsync(municipality, work, row, staff, "", "removed", work.Now, cancel) is { } fault ? fault : gone;
        }, cancel);

    /// <summary>The ladder of a case that the acting person can see.</summary>
    public static async Task<IReadOnlyList<ContentView>> ListAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await RemovalLadder.ListAsync(municipality, work, caseId.Value, cancel);
    }

    // A refusal opens the platform's own complaint for six months (E-02-20), an injunction asks for the main case within two weeks (E-07).
    private static async Task<Error?> FollowAsync(
        Municipality municipality, UnitOfWork work, CaseRow row, StaffMember staff, string kind, string answer, DateTimeOffset at, CancellationToken cancel)
    {
        if (answer == "removed")
        {
            var up = await work.SingleAsync<long>("select count(*) from removal_content where owner_id = @Id and state = 'up'", new { row.Id }, cancel);
            if (up == 0)
            {
                await SettleClock.EndAsync(work, row, "E-02-20", "not-applicable", "Indholdet er fjernet.", at, staff, cancel);
            }

            return null;
        }

        var rule = (kind, answer) switch
        {
            ("platform", "refused" or "partly") => "E-02-20",
            ("injunction", "granted") => "E-07",
            _ => null,
        };
        return rule is not null && !(await CaseClocks.StartAsync(municipality.Law, work, row, rule, at, cancel, staff.RoleIn(new UnitId(row.Unit)))).TryGet(out _, out var error) ? error : null;
    }

    // In a case about children nobody is named in what leaves. At a workplace the sender of a post may be, for the platform must find it.
    private static async Task<RemovalOwner> OwnerAsync(UnitOfWork work, CaseRow row, StaffMember staff, CancellationToken cancel)
    {
        var hidden = new List<string>();
        foreach (var party in await work.QueryAsync<(Guid Id, string Role, byte[] Body)>("select id, role, body from party where case_id = @Id order by id", new { row.Id }, cancel))
        {
            if (row.Track != "workplace" || party.Role != "alleged")
            {
                var body = await work.OpenAsync<PartyBody>(row.Id, "party", "body", party.Id, party.Body, cancel);
                hidden.Add(body.Name);
                hidden.AddRange(string.IsNullOrWhiteSpace(body.Contact) ? [] : [body.Contact]);
            }
        }

        return new RemovalOwner(row.Id, "case", row.IsRestricted, staff.RoleIn(new UnitId(row.Unit)), hidden);
    }
}
