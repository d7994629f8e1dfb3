using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Timestamps;

namespace Vaern.App.Sharing;

/// <summary>
/// Renews stamps a year before the certificate behind them ends: one new stamp over the root of a tree whose leaves are SHA-256(old stamp ‖ hash that it is over). The old stamp
/// stays where it is; from then on it is shown to have existed while its certificate still held. A renewal is renewed in its turn, so that the links reach from the
/// first stamp to one that holds today; <c>vaern audit verify</c> follows them.
/// </summary>
internal static class Restamping
{
    /// <summary>How long before the end a stamp is renewed.</summary>
    internal static readonly TimeSpan InGoodTime = TimeSpan.FromDays(365);

    /// <summary>A new stamp that ends no later than this after the old one is not worth keeping.</summary>
    private static readonly TimeSpan LeastGain = TimeSpan.FromDays(30);

    /// <summary>How many stamps were renewed.</summary>
    public static async Task<int> RunAsync(Municipality municipality, CancellationToken cancel)
    {
        await ReadEndsAsync(municipality, cancel);
        IReadOnlyList<Due> due;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            due = await DueAsync(work, cancel);
        }

        if (due.Count == 0)
        {
            return 0;
        }

        var hashes = due.Select(one => StampChain.Leaf(one.Stamp, one.Over)).ToArray();
        var root = MerkleTree.Root([.. hashes.Select(hash => new ReadOnlyMemory<byte>(hash))]);
        var outcome = municipality.SealKit?.Seal.Timestamps is { } services ? await services.StampAsync(Convert.ToHexStringLower(root), cancel) : null;
        if (outcome?.Stamp is not { } stamp)
        {
            throw new InvalidOperationException("No time-stamp service answered; stamps that end within a year are renewed later.");
        }

        var ends = EndOf(stamp.Chain);
        if (ends < due.Min(one => one.EndsAt) + LeastGain)
        {
            return 0;
        }

        await KeepAsync(municipality, due, hashes, root, stamp, ends, cancel);
        return due.Count;
    }

    /// <summary>The end of the certificate that ends first.</summary>
    internal static DateTimeOffset EndOf(IEnumerable<System.Security.Cryptography.X509Certificates.X509Certificate2> chain) =>
        chain.Min(certificate => new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));

    private static async Task KeepAsync(
        Municipality municipality, IReadOnlyList<Due> due, byte[][] hashes, byte[] root, Timestamp stamp, DateTimeOffset ends, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            "insert into restamp (id, at, root, stamp, authority, ends_at) values (@id, @now, @root, @encoded, @authority, @ends)",
            new { id, now = work.Now, root, encoded = stamp.Response.Encoded.ToArray(), authority = stamp.Authority, ends }, cancel);
        await work.ExecuteAsync(
            "insert into restamp_leaf (restamp_id, place, subject, hash) select @id, n.place - 1, n.subject, n.hash from unnest(@subjects, @hashes) with ordinality as n (subject, hash, place)",
            new { id, subjects = due.Select(one => one.Subject).ToArray(), hashes }, cancel);
        foreach (var one in due.Where(one => one.CaseId is not null).OrderBy(one => one.CaseId).ThenBy(one => one.Label, StringComparer.Ordinal))
        {
            await work.Streams.AppendAsync(
                AuditStreams.CustodyOf(one.CaseId!.Value),
                new StreamEvent("restamped", one.Label, new { service = stamp.Authority, root = Convert.ToHexStringLower(root) }) { Sha256 = Convert.ToHexStringLower(one.Over), Reason = "stemplets certifikat udløber", Role = "system" },
                cancel);
        }

        await work.CommitAsync(cancel);
    }

    private static Task<IReadOnlyList<Due>> DueAsync(UnitOfWork work, CancellationToken cancel) =>
        work.QueryAsync<Due>(
            """
            select * from (
              select i.id as subject, i.case_id as caseid, i.label, i.stamp, i.sha256 as over, i.stamp_ends_at as endsat from evidence_item i where i.stamp is not null and i.state = 'kept'
              union all
              select p.id, p.case_id, p.number, ''::bytea, p.sha256, p.stamp_ends_at from package p where p.state = 'ready' and p.stamp_ends_at is not null
              union all
              select md5('checkpoint ' || c.number)::uuid, null, '', c.stamp, c.root, c.stamp_ends_at from checkpoint c where c.stamp is not null
              union all
              select r.id, null, '', r.stamp, r.root, r.ends_at from restamp r) stamped
            where endsat < @soon and not exists (select from restamp_leaf l where l.subject = stamped.subject)
            order by subject limit 10000
            """,
            new { soon = work.Now + InGoodTime },
            cancel);

    // Stamps from before their ends were noted, and those of checkpoints. A stamp that cannot be read ends now: it is renewed at once, and shown for what it is where it is checked.
    private static async Task ReadEndsAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        foreach (var (id, stamp) in await work.QueryAsync<(Guid, byte[])>("select id, stamp from evidence_item where stamp is not null and stamp_ends_at is null limit 10000", cancel: cancel))
        {
            await work.ExecuteAsync("update evidence_item set stamp_ends_at = @end where id = @id", new { id, end = EndOf(stamp, work.Now) }, cancel);
        }

        foreach (var (number, stamp) in await work.QueryAsync<(long, byte[])>("select number, stamp from checkpoint where stamp is not null and stamp_ends_at is null limit 10000", cancel: cancel))
        {
            await work.ExecuteAsync("update checkpoint set stamp_ends_at = @end where number = @number", new { number, end = EndOf(stamp, work.Now) }, cancel);
        }

        await work.CommitAsync(cancel);
    }

    private static DateTimeOffset EndOf(byte[] stamp, DateTimeOffset now) =>
        TimestampResponse.Read(stamp).Response is { Certificates.Count: > 0 } read ? EndOf(read.Certificates) : now;

    private sealed record Due(Guid Subject, Guid? CaseId, string Label, byte[] Stamp, byte[] Over, DateTimeOffset EndsAt);
}
