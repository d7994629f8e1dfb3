using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Concerns;

/// <summary>
/// Calls the duty: telephone and text message without content, and the ordinary notice. Who has not accepted in fifteen minutes is passed by, and the next is called. Every attempt
/// stays on record; a telephone system that is down is tried again while nobody has accepted.
/// </summary>
public static class DutyAlerts
{
    private static readonly string[] Channels = ["phone", "sms"];
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(2);

    /// <summary>Job <c>concern.alert</c>: calls the person at a place of the rota.</summary>
    public static async Task AlertAsync(Municipality municipality, Guid concern, int place, CancellationToken cancel = default)
    {
        AccountId? to = null;
        await using (var look = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            if (await WaitingAsync(look, concern, cancel) is { } unit)
            {
                var duty = await DutyRota.OrderAsync(look, unit, cancel);
                to = duty.Count == 0 ? null : duty[Math.Min(place, duty.Count) - 1];
            }
        }

        if (to is not { } account)
        {
            return;
        }

        // Outside any transaction: a telephone that hangs must hold no lock.
        var outcomes = new List<(string Channel, string Outcome)>();
        foreach (var channel in Channels)
        {
            outcomes.Add((channel, await TryAsync(municipality, new DutyAlert(account, channel), cancel)));
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        foreach (var (channel, outcome) in outcomes)
        {
            await work.ExecuteAsync(
                """
                insert into concern_attempt (id, concern_id, account_id, place, channel, tried_at, outcome) values (@id, @concern, @account, @place, @channel, @now, @outcome)
                """,
                new { id = Guid.CreateVersion7(), concern, account = account.Value, place, channel, now = work.Now, outcome },
                cancel);
        }

        await work.ExecuteAsync("insert into outbox (id, account_id, template, created_at) values (@id, @account, 'news', @now)", new { id = Guid.CreateVersion7(), account = account.Value, now = work.Now }, cancel);
        await work.Streams.AppendAsync(concern, new StreamEvent("concern.alerted", Detail: new { account = account.Value, place, outcomes = outcomes.Select(one => $"{one.Channel}:{one.Outcome}") }), cancel);
        if (outcomes.Any(one => one.Outcome == "failed") && outcomes.All(one => one.Outcome != "reached"))
        {
            await JobQueue.EnqueueAsync(work, "concern.alert", new { concern, place }, work.Now + Again, $"concern:{concern:N}:{place}:{work.Now.UtcTicks}", cancel);
        }

        await work.CommitAsync(cancel);
    }

    /// <summary>Job <c>concern.escalate</c>, fifteen minutes after it was sent: nobody has accepted, so the next is called.</summary>
    public static async Task EscalateAsync(Municipality municipality, Guid concern, CancellationToken cancel = default)
    {
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            if (await WaitingAsync(work, concern, cancel) is null || await work.ExecuteAsync("update concern set escalated_at = @now where id = @concern and escalated_at is null", new { concern, now = work.Now }, cancel) == 0)
            {
                return;
            }

            await work.Streams.AppendAsync(concern, new StreamEvent("concern.escalated", Detail: new { place = 2 }), cancel);
            await work.CommitAsync(cancel);
        }

        await AlertAsync(municipality, concern, 2, cancel);
    }

    private static async Task<UnitId?> WaitingAsync(UnitOfWork work, Guid concern, CancellationToken cancel) =>
        await work.FirstOrDefaultAsync<Guid?>("select unit_id from concern where id = @concern and accepted_at is null", new { concern }, cancel) is { } unit ? new UnitId(unit) : null;

    private static async Task<string> TryAsync(Municipality municipality, DutyAlert alert, CancellationToken cancel)
    {
        if (municipality.DutyLine is not { } line)
        {
            return "not-set-up";
        }

        try
        {
            await line.AlertAsync(alert, cancel);
            return "reached";
        }
        catch (Exception silent) when (silent is IOException or HttpRequestException or TimeoutException)
        {
            return "failed";
        }
    }
}
