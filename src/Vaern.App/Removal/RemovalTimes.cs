using Vaern.Data;

namespace Vaern.App.Removal;

/// <summary>How long a platform took. Fewer than five pieces of content give neither number nor median.</summary>
/// <param name="Platform">A key of <see cref="Rung.Platforms"/>.</param>
/// <param name="Count">Pieces of content removed in the period after a notice to the platform; null when fewer than five.</param>
/// <param name="MedianMinutes">Median of whole minutes from the notice until the content was gone; null when fewer than five.</param>
public sealed record RemovalTime(string Platform, int? Count, int? MedianMinutes)
{
    public bool Suppressed => Count is null;
}

/// <summary>Time to removal by platform, over all rooms, for figures. Holds no link, case or person.</summary>
public static class RemovalTimes
{
    /// <summary>Below this many, a figure could tell about somebody.</summary>
    public const int Least = 5;

    /// <param name="from">First moment of the period, by when the content was gone.</param>
    /// <param name="until">First moment after the period.</param>
    /// <returns>Platforms with at least one removal, in the order of their keys.</returns>
    public static async Task<IReadOnlyList<RemovalTime>> ReadAsync(Municipality municipality, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(string Platform, int? Count, int? Minutes)>(
            """
            select c.platform,
              case when count(*) >= @Least then count(*)::int end,
              case when count(*) >= @Least then percentile_cont(0.5) within group (order by floor(extract(epoch from c.removed_at - s.sent_at) / 60)::double precision)::int end
            from removal_content c join removal_step s on s.content_id = c.id and s.kind = 'platform' and s.sent_at <= c.removed_at
            where c.removed_at >= @from and c.removed_at < @until
            group by c.platform order by c.platform
            """,
            new { Least, from = from.ToUniversalTime(), until = until.ToUniversalTime() },
            cancel);
        return [.. rows.Select(row => new RemovalTime(row.Platform, row.Count, row.Minutes))];
    }
}
