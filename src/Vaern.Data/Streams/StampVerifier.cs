using Vaern.Sealing.Timestamps;

namespace Vaern.Data.Streams;

/// <summary>
/// Reads every stamp of a municipality, of files at intake, checkpoints, packages, with the renewals over them, and checks them as a stranger would. Needs no
/// key of the municipality: a stamp is over a hash, and hashes are not sealed.
/// </summary>
public static class StampVerifier
{
    public static async Task<StampChainAnswer> VerifyAsync(TenantDatabase database, TimestampCheck check, DateTimeOffset now, CancellationToken cancel = default)
    {
        await using var work = await database.BeginAsync(Acting.System, cancel);
        await work.ExecuteAsync("set transaction isolation level repeatable read", cancel: cancel);

        // A deleted file keeps its stamp and its hash; a renewal from its time can still be followed.
        var things = await work.QueryAsync<Thing>(
            """
            select i.id, c.number || ' ' || i.label as name, i.stamp, i.sha256 as over, i.stamp_ends_at as endsat
            from evidence_item i join case_file c on c.id = i.case_id where i.stamp is not null
            union all
            select p.id, p.number, ''::bytea, p.sha256, p.stamp_ends_at from package p where p.sha256 is not null and p.stamp_ends_at is not null
            union all
            select md5('checkpoint ' || k.number)::uuid, 'checkpoint ' || k.number, k.stamp, k.root, k.stamp_ends_at from checkpoint k where k.stamp is not null
            order by 2, 1
            """,
            cancel: cancel);
        var leaves = (await work.QueryAsync<(Guid Renewal, Guid Subject, byte[] Hash)>(
            "select restamp_id, subject, hash from restamp_leaf order by restamp_id, place", cancel: cancel)).ToLookup(leaf => leaf.Renewal);
        var renewals = await work.QueryAsync<(Guid Id, byte[] Root, byte[] Stamp)>("select id, root, stamp from restamp order by at, id", cancel: cancel);
        return StampChain.Verify(
            [.. things.Select(thing => new StampedThing(thing.Id, thing.Name, thing.Stamp, thing.Over, thing.EndsAt))],
            [.. renewals.Select(renewal => new StampRenewal(renewal.Id, renewal.Root, renewal.Stamp, [.. leaves[renewal.Id].Select(leaf => (leaf.Subject, new ReadOnlyMemory<byte>(leaf.Hash)))]))],
            check, now);
    }

    private sealed record Thing(Guid Id, string Name, byte[] Stamp, byte[] Over, DateTimeOffset? EndsAt);
}
