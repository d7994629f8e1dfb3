using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.StreetWork;

/// <summary>What somebody on the street proposes to follow, and why. No link to anything that was seen.</summary>
public sealed record ProposedSource(string Name, string Platform, string Address, string Why);

public sealed record SourceProposal(Guid Id, Guid Mandate, ProposedSource Body, AccountId By, DateTimeOffset At, string State, string? Reason, int Version);

/// <summary>A new source goes to the mandate's owner, who decides. Until then nothing is recorded from it.</summary>
public static class SourceProposals
{
    /// <summary><c>source.*</c>, <c>source.why-missing</c>, <c>mandate.*</c>.</summary>
    public static async Task<Result<Guid>> ProposeAsync(Municipality municipality, StaffMember staff, Guid id, Guid mandate, ProposedSource asked, bool notAPerson, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkOnTheStreet))
        {
            return MandateCheck.NotFound;
        }

        var source = new SourceText(asked.Name, asked.Platform, asked.Address).Clean();
        if (source.Fault(notAPerson) is { } fault)
        {
            return fault;
        }

        if (string.IsNullOrWhiteSpace(asked.Why) || asked.Why.Length > 1_000)
        {
            return new Error("source.why-missing", "Say why, in at most 1,000 characters.");
        }

        if (PersonWords.Fault(asked.Why, notAPerson) is { } person)
        {
            return person;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await MandateCheck.RunningAsync(work, mandate, cancel)).TryGet(out var running, out var error))
        {
            return error;
        }

        if (running.Sources.Any(one => one.Address == source.Address))
        {
            return new Error("source.known", "The source is on the list already.");
        }

        var body = new ProposedSource(source.Name, source.Platform, source.Address, asked.Why.Trim());
        var added = await work.ExecuteAsync(
            """
            insert into source_proposal (id, mandate_id, body, proposed_by, proposed_at, state) values (@id, @mandate, @body, @me, @now, 'open')
            on conflict (id) do nothing
            """,
            new { id, mandate, me = staff.Account.Value, now = work.Now, body = await work.SealAsync(mandate, "source_proposal", "body", id, body, cancel) },
            cancel);
        if (added == 1)
        {
            await work.ExecuteAsync(
                "insert into outbox (id, account_id, template, created_at) values (@notice, @owner, 'news', @now)", new { notice = Guid.CreateVersion7(), owner = running.Owner.Value, now = work.Now }, cancel);
            await work.Streams.AppendAsync(mandate, new StreamEvent("source.proposed", $"proposal:{id:N}", Secret: body) { Role = Mandates.RoleOf(staff) }, cancel);
            await work.CommitAsync(cancel);
        }

        return id;
    }

    /// <summary>The owner takes the source in, or says why not. <c>mandate.not-owner</c>, <c>reason.missing</c>, <c>proposal.stale</c>, <c>source.*</c>.</summary>
    public static async Task<Result<Guid>> DecideAsync(Municipality municipality, StaffMember staff, Guid proposal, bool accept, string reason, int version, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var found = await work.FirstOrDefaultAsync<Row>(
            """
            select id, mandate_id as mandate, body, proposed_by as by, proposed_at as at, state, reason, version from source_proposal where id = @proposal for update
            """,
            new { proposal },
            cancel);
        if (found is null || !staff.Can(Permission.KeepMandates) || await MandateList.LockAsync(work, found.Mandate, cancel) is not { } mandate)
        {
            return new Error("proposal.not-found", "There is no such proposal.");
        }

        if (mandate.Owner != staff.Account)
        {
            return new Error("mandate.not-owner", "Only the owner decides on sources.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        if (found.State != "open" || found.Version != version)
        {
            return new Error("proposal.stale", "It was decided already.");
        }

        if (accept)
        {
            if (!(await MandateCheck.RunningAsync(work, mandate.Id, cancel)).TryGet(out _, out var ended))
            {
                return ended;
            }

            var body = await work.OpenAsync<ProposedSource>(mandate.Id, "source_proposal", "body", proposal, found.Body, cancel);
            if (!(await Mandates.InsertSourceAsync(work, staff, mandate, new SourceText(body.Name, body.Platform, body.Address), notAPerson: true, cancel)).TryGet(out var added, out var error))
            {
                return error;
            }

            await work.Streams.AppendAsync(mandate.Id, added with { Role = Mandates.RoleOf(staff) }, cancel);
        }

        var state = accept ? "accepted" : "refused";
        await work.ExecuteAsync(
            """
            update source_proposal set state = @state, decided_by = @me, decided_at = @now, reason = @reason, version = version + 1 where id = @proposal;
            insert into outbox (id, account_id, template, created_at) values (@notice, @by, 'news', @now)
            """,
            new
            {
                proposal,
                state,
                me = staff.Account.Value,
                now = work.Now,
                notice = Guid.CreateVersion7(),
                by = found.By,
                reason = await work.SealAsync(mandate.Id, "source_proposal", "reason", proposal, reason.Trim(), cancel),
            },
            cancel);
        await work.Streams.AppendAsync(
            mandate.Id, new StreamEvent("source.decided", $"proposal:{proposal:N}", new { old = "open", @new = state }, new { reason = reason.Trim() }) { Role = Mandates.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return proposal;
    }

    /// <summary>Those of a mandate, open ones first.</summary>
    public static async Task<IReadOnlyList<SourceProposal>> ListAsync(Municipality municipality, StaffMember staff, Guid mandate, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select id, mandate_id as mandate, body, proposed_by as by, proposed_at as at, state, reason, version from source_proposal
            where mandate_id = @mandate order by state <> 'open', proposed_at desc, id limit 100
            """,
            new { mandate },
            cancel);
        var proposals = new List<SourceProposal>();
        foreach (var row in rows)
        {
            proposals.Add(new SourceProposal(
                row.Id, row.Mandate, await work.OpenAsync<ProposedSource>(mandate, "source_proposal", "body", row.Id, row.Body, cancel), new AccountId(row.By), row.At, row.State,
                await work.OpenOptionalAsync(mandate, "source_proposal", "reason", row.Id, row.Reason, cancel), row.Version));
        }

        return proposals;
    }

    /// <summary>How many wait for this owner.</summary>
    public static async Task<int> WaitingAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.SingleAsync<int>(
            "select count(*)::int from source_proposal p join mandate m on m.id = p.mandate_id where p.state = 'open' and m.owner_id = @me", new { me = staff.Account.Value }, cancel);
    }

    private sealed record Row(Guid Id, Guid Mandate, byte[] Body, Guid By, DateTimeOffset At, string State, byte[]? Reason, int Version);
}
