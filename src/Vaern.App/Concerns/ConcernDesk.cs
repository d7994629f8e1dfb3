using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Concerns;

/// <summary>What senders see of their concerns, and how the duty accepts one.</summary>
public static class ConcernDesk
{
    private const string Columns = "c.id, c.number, c.unit_id as unit, c.sent_at as sentat, c.accepted_at as acceptedat, c.accepted_by as acceptedby, c.escalated_at as escalatedat";

    /// <summary>One's own, by number: that it was sent, who was called, who took it. <c>concern.not-found</c>.</summary>
    public static async Task<Result<SentConcern>> OwnAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var found = await ReadAsync(work, await work.QueryAsync<Row>($"select {Columns} from concern c where c.number = upper(@number) and c.sender_id = @me", new { number, me = staff.Account.Value }, cancel), cancel);
        return found.Count == 0 ? new Error("concern.not-found", "There is no such concern of yours.") : found[0];
    }

    /// <summary>One's own since a moment, the latest first.</summary>
    public static async Task<IReadOnlyList<SentConcern>> SentAsync(Municipality municipality, StaffMember staff, DateTimeOffset since, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ReadAsync(
            work, await work.QueryAsync<Row>($"select {Columns} from concern c where c.sender_id = @me and c.sent_at >= @since order by c.sent_at desc, c.id limit 50", new { me = staff.Account.Value, since }, cancel), cancel);
    }

    /// <summary>Those that wait for the duty, the oldest first; empty for somebody who takes none.</summary>
    public static async Task<IReadOnlyList<SentConcern>> WaitingAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.TakeConcerns))
        {
            return [];
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ReadAsync(
            work,
            await work.QueryAsync<Row>(
                $"select {Columns} from concern c join case_access a on a.case_id = c.case_id and a.account_id = @me where c.accepted_at is null order by c.sent_at, c.id limit 50", new { me = staff.Account.Value }, cancel),
            cancel);
    }

    /// <summary>The duty says that it has it: the case is theirs now. <c>concern.not-allowed</c>, <c>concern.accepted</c>, <c>case.not-found</c>.</summary>
    public static Task<Result<Guid>> AcceptAsync(Municipality municipality, StaffMember staff, Guid concern, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, new CaseId(concern), async (work, row) =>
        {
            if (!staff.Can(Permission.TakeConcerns, new UnitId(row.Unit)))
            {
                return new Error("concern.not-allowed", "Only the duty accepts a concern.");
            }

            if (await work.ExecuteAsync("update concern set accepted_at = @now, accepted_by = @me where id = @concern and accepted_at is null", new { concern, now = work.Now, me = staff.Account.Value }, cancel) == 0)
            {
                return new Error("concern.accepted", "Somebody else has accepted it.");
            }

            await work.ExecuteAsync("update case_file set owner_id = @me, version = version + 1 where id = @Id", new { row.Id, me = staff.Account.Value }, cancel);
            await SettleClock.MeetAsync(work, row, "GOAL-CONCERN-ACCEPTED", "Modtaget af vagthavende.", staff, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("concern.accepted", Detail: new { old = row.Owner, @new = staff.Account.Value }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return row.Id;
        }, cancel);

    /// <summary>The sender rang the duty because the system did not reach it, and writes down who answered. <c>concern.not-found</c>, <c>concern.called-missing</c>.</summary>
    public static async Task<Result<Guid>> CalledAsync(Municipality municipality, StaffMember staff, string number, string answered, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(answered) || answered.Length > 200)
        {
            return new Error("concern.called-missing", "Write the name of the person who answered.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<Guid?>("select id from concern where number = upper(@number) and sender_id = @me", new { number, me = staff.Account.Value }, cancel) is not { } id)
        {
            return new Error("concern.not-found", "There is no such concern of yours.");
        }

        await work.Streams.AppendAsync(id, new StreamEvent("concern.called", Secret: new { answered = answered.Trim() }) { Role = staff.Posts.Count > 0 ? staff.Posts[0].Role : null }, cancel);
        await work.CommitAsync(cancel);
        return id;
    }

    private static async Task<IReadOnlyList<SentConcern>> ReadAsync(UnitOfWork work, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var attempts = (await work.QueryAsync<(Guid Concern, Guid Account, int Place, string Channel, DateTimeOffset At, string Outcome)>(
            "select concern_id, account_id, place, channel, tried_at, outcome from concern_attempt where concern_id = any(@ids) order by tried_at, place, channel",
            new { ids = rows.Select(row => row.Id).ToArray() },
            cancel)).ToLookup(row => row.Concern, row => new ConcernAttempt(new AccountId(row.Account), row.Place, row.Channel, row.At, row.Outcome));
        return
        [
            .. rows.Select(row => new SentConcern(
                row.Id, row.Number, new UnitId(row.Unit), row.SentAt, row.AcceptedAt, row.AcceptedBy is { } by ? new AccountId(by) : null, row.EscalatedAt, [.. attempts[row.Id]])),
        ];
    }

    private sealed record Row(Guid Id, string Number, Guid Unit, DateTimeOffset SentAt, DateTimeOffset? AcceptedAt, Guid? AcceptedBy, DateTimeOffset? EscalatedAt);
}
