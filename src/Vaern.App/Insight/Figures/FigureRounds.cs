using System.Text.Json;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Insight.Figures;

/// <summary>Counts each quarter once, ten days after it ended; after a pause of the program also those it missed, two years back.</summary>
public static class FigureRounds
{
    /// <summary>How far back the pages look.</summary>
    public const int Quarters = 8;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync(Municipality municipality, CancellationToken cancel = default)
    {
        var quarter = Quarter.LatestCounted(municipality.Now);
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var known = (await work.QueryAsync<string>("select distinct period from figure_quarter where period <= @latest order by period desc limit @Quarters", new { latest = quarter.ToString(), Quarters }, cancel)).ToHashSet();
        var founded = await work.SingleAsync<DateTimeOffset>("select created_at from tenant", cancel: cancel);
        var counted = 0;
        for (var back = 0; back < Quarters && quarter.Until > founded; back++, quarter = quarter.Before)
        {
            if (known.Contains(quarter.ToString()))
            {
                continue;
            }

            foreach (var (key, figure) in await QuarterCounts.CountAsync(municipality, work, quarter, cancel))
            {
                await work.ExecuteAsync(
                    "insert into figure_quarter (period, key, body, made_at) values (@period, @key, @body::jsonb, @now) on conflict do nothing",
                    new { period = quarter.ToString(), key, body = JsonSerializer.Serialize(figure, Json), now = work.Now }, cancel);
            }

            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("figures.counted", quarter.ToString()) { Role = "system" }, cancel);
            counted++;
        }

        if (counted > 0)
        {
            await work.CommitAsync(cancel);
        }
    }
}
