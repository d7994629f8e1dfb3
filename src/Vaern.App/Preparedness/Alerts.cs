using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>Who was told of an alert, in the order of the chain.</summary>
public sealed record AlertCall(int Position, AccountId Account, DateTimeOffset ToldAt);

/// <summary>Something that cannot wait: many alike within ten minutes, or a threat.</summary>
/// <param name="Reason">many-alike, danger or drill.</param>
public sealed record Alert(Guid Id, Guid Group, string Reason, int Tips, DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, AccountId? AcknowledgedBy, IReadOnlyList<AlertCall> Calls);

/// <summary>
/// The chain of those on call. The first is told at once, the next after five minutes without an acknowledgement, and so on to the last. Every attempt
/// stands on record. A notice says only that there is news; calling by telephone is done by a person from the list of the room.
/// </summary>
public static class Alerts
{
    /// <summary>How long each has before the next is told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Those on call, first to be told first.</summary>
    public static async Task<IReadOnlyList<AccountId>> ChainAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return [.. (await work.QueryAsync<Guid>("select account_id from on_call order by position", cancel: cancel)).Select(account => new AccountId(account))];
    }

    /// <summary>Sets the chain anew. <c>preparedness.not-allowed</c>, <c>chain.too-long</c> (20), <c>chain.twice</c>.</summary>
    public static async Task<Result> SetChainAsync(Municipality municipality, StaffMember staff, IReadOnlyList<AccountId> chain, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        if (chain.Count > 20 || chain.Distinct().Count() != chain.Count)
        {
            return new Error(chain.Count > 20 ? "chain.too-long" : "chain.twice", "The chain has at most twenty, each once.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var old = await work.QueryAsync<Guid>("select account_id from on_call order by position", cancel: cancel);
        await work.ExecuteAsync("delete from on_call", cancel: cancel);
        for (var at = 0; at < chain.Count; at++)
        {
            await work.ExecuteAsync("insert into on_call (position, account_id) values (@position, @account)", new { position = at + 1, account = chain[at].Value }, cancel);
        }

        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("on-call.set", Detail: new { old, @new = chain.Select(one => one.Value) }), cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>Alerts that nobody has acknowledged, and those of the last day.</summary>
    public static async Task<IReadOnlyList<Alert>> LatelyAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select id, group_id as grp, reason, tips, raised_at as raisedat, acknowledged_at as acknowledgedat, acknowledged_by as acknowledgedby from alert
            where acknowledged_at is null or raised_at > @since order by raised_at desc, id limit 50
            """,
            new { since = work.Now.AddDays(-1) },
            cancel);
        var calls = await work.QueryAsync<(Guid Alert, int Position, Guid Account, DateTimeOffset ToldAt)>(
            "select alert_id, position, account_id, told_at from alert_call where alert_id = any(@ids) order by alert_id, position", new { ids = rows.Select(row => row.Id).ToArray() }, cancel);
        return [.. rows.Select(row => new Alert(
            row.Id, row.Grp, row.Reason, row.Tips, row.RaisedAt, row.AcknowledgedAt, row.AcknowledgedBy is { } by ? new AccountId(by) : null,
            [.. calls.Where(call => call.Alert == row.Id).Select(call => new AlertCall(call.Position, new AccountId(call.Account), call.ToldAt))]))];
    }

    /// <summary>Somebody has it: nobody further is told. Twice is once. <c>alert.not-found</c>.</summary>
    public static async Task<Result> AcknowledgeAsync(Municipality municipality, StaffMember staff, Guid alert, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var group = await work.FirstOrDefaultAsync<Guid?>("select group_id from alert where id = @alert for update", new { alert }, cancel);
        if (group is null)
        {
            return new Error("alert.not-found", "There is no such alert.");
        }

        var taken = await work.ExecuteAsync(
            "update alert set acknowledged_at = @now, acknowledged_by = @me where id = @alert and acknowledged_at is null", new { alert, now = work.Now, me = staff.Account.Value }, cancel);
        if (taken == 1)
        {
            await work.Streams.AppendAsync(group.Value, new StreamEvent("alert.acknowledged", $"alert:{alert:N}"), cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    internal static async Task RaiseAsync(UnitOfWork work, Guid group, Guid? issue, string reason, int tips, CancellationToken cancel)
    {
        var known = await work.FirstOrDefaultAsync<Guid?>(
            "select id from alert where group_id = @group and (acknowledged_at is null or (reason = @reason and raised_at > @lately)) limit 1", new { group, reason, lately = work.Now.AddHours(-1) }, cancel);
        if (known is { } standing)
        {
            await work.ExecuteAsync("update alert set tips = greatest(tips, @tips) where id = @standing", new { standing, tips }, cancel);
            return;
        }

        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            "insert into alert (id, group_id, reason, tips, raised_at, issue_id) values (@id, @group, @reason, @tips, @now, @issue)", new { id, group, reason, tips, now = work.Now, issue }, cancel);
        await work.Streams.AppendAsync(group, new StreamEvent("alert.raised", $"alert:{id:N}", new { reason, tips }), cancel);
        await TellNextAsync(work, id, cancel);
    }

    /// <summary>The job: nobody has answered, so the next is told.</summary>
    internal static async Task CallNextAsync(Municipality municipality, Guid alert, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await work.FirstOrDefaultAsync<bool>("select acknowledged_at is null from alert where id = @alert for update", new { alert }, cancel))
        {
            await TellNextAsync(work, alert, cancel);
            await work.CommitAsync(cancel);
        }
    }

    private static async Task TellNextAsync(UnitOfWork work, Guid alert, CancellationToken cancel)
    {
        var next = await work.FirstOrDefaultAsync<(int Position, Guid Account)?>(
            """
            select c.position, c.account_id from on_call c join account a on a.id = c.account_id and a.disabled_at is null
            where c.position > coalesce((select max(position) from alert_call where alert_id = @alert), 0) order by c.position limit 1
            """,
            new { alert },
            cancel);
        if (next is not { } one)
        {
            return;
        }

        await work.ExecuteAsync(
            "insert into alert_call (alert_id, position, account_id, told_at) values (@alert, @position, @account, @now)", new { alert, position = one.Position, account = one.Account, now = work.Now }, cancel);
        // An exercise leaves no real message; it shows who would have been told.
        await work.ExecuteAsync(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), @account, 'news', @now from alert where id = @alert and reason <> 'drill'
            """,
            new { alert, account = one.Account, now = work.Now },
            cancel);
        await JobQueue.EnqueueAsync(work, "preparedness.call", new { alert }, work.Now + Patience, cancel: cancel);
    }

    private sealed record Row(Guid Id, Guid Grp, string Reason, int Tips, DateTimeOffset RaisedAt, DateTimeOffset? AcknowledgedAt, Guid? AcknowledgedBy);
}
