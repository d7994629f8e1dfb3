using Vaern.Data;

namespace Vaern.App.Retention;

/// <summary>A record past its time. <paramref name="Standing"/> is delete, held or archive.</summary>
public sealed record ExpiredRecord(string Type, Guid Id, string Label, DateTimeOffset Ended, DateOnly ExpiresOn, string Standing);

/// <summary>What is past its time now, and what a run would do with it.</summary>
internal static class ExpiredRecords
{
    /// <summary>How many of one type a run takes; the next run takes the rest, and until then they are shown as kept.</summary>
    public const int Most = 10_000;

    public static async Task<IReadOnlyList<ExpiredRecord>> ReadAsync(UnitOfWork work, CancellationToken cancel)
    {
        var found = new List<ExpiredRecord>();
        foreach (var (type, rule) in Schedule.Pairs)
        {
            var rows = await work.QueryAsync<(Guid Id, string Label, DateTimeOffset Ended, bool Held, bool Delivered)>(
                """
                select e.id, e.label, e.ended,
                  exists (select from legal_hold h where h.record_id = e.id and h.released_at is null),
                  exists (select from archive_delivery d where d.record_id = e.id and d.record_type = @Key)
                from (
                """ + type.Ended + ") e order by e.ended, e.id limit @Most",
                new { cutoff = rule.CutoffAt(work.Now), type.Key, Most }, cancel);
            found.AddRange(rows.Select(row => new ExpiredRecord(
                type.Key, row.Id, row.Label, row.Ended, rule.ExpiresOn(row.Ended), row.Held ? "held" : rule.Act == "archive" && !row.Delivered ? "archive" : "delete")));
        }

        return found;
    }
}
