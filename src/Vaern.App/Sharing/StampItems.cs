using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Sharing;

/// <summary>Time-stamps the items of a case that have no stamp yet. Intake never waits for this: a job does it, again and again until a service answers.</summary>
internal static class StampItems
{
    /// <summary>How many items are still without a stamp afterwards.</summary>
    public static async Task<int> RunAsync(Municipality municipality, Guid caseId, CancellationToken cancel)
    {
        IReadOnlyList<(Guid Id, string Label, byte[] Sha256)> items;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            items = await work.QueryAsync<(Guid, string, byte[])>(
                "select id, label, sha256 from evidence_item where case_id = @caseId and sha256 is not null and stamp is null and state = 'kept' order by label", new { caseId }, cancel);
        }

        var left = items.Count;
        foreach (var (id, label, sha256) in items)
        {
            var hash = Convert.ToHexStringLower(sha256);
            var outcome = municipality.SealKit?.Seal.Timestamps is { } services ? await services.StampAsync(hash, cancel) : null;
            if (outcome?.Stamp is not { } stamp)
            {
                continue;
            }

            await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
            var stamped = await work.ExecuteAsync(
                "update evidence_item set stamp = @stamp where id = @id and stamp is null", new { id, stamp = stamp.Response.Encoded.ToArray() }, cancel);
            if (stamped == 1)
            {
                await work.Streams.AppendAsync(
                    AuditStreams.CustodyOf(caseId), new StreamEvent("stamped", label, new { service = stamp.Authority }) { Sha256 = hash, Reason = "modtagelse", Role = "system" }, cancel);
                await work.CommitAsync(cancel);
            }

            left--;
        }

        return left;
    }
}
