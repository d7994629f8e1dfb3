using System.Text.Json;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Preparedness;

/// <summary>An invented wave of tips to exercise with.</summary>
public sealed record DrillScenario(string Key, LocalText Title, LocalText Situation, IReadOnlyList<string> Tips)
{
    private static readonly Lazy<IReadOnlyList<DrillScenario>> Shipped = new(Read);

    public static IReadOnlyList<DrillScenario> All => Shipped.Value;

    private static DrillScenario[] Read()
    {
        using var stream = typeof(DrillScenario).Assembly.GetManifestResourceStream("Vaern.App.Preparedness.Data.scenarios.json")!;
        return JsonSerializer.Deserialize<DrillScenario[]>(stream, ResponseCard.Json)!;
    }
}

/// <summary>An exercise, under way or ended.</summary>
public sealed record PrepDrill(Guid Id, string Scenario, DateTimeOffset BegunAt, AccountId BegunBy, DateTimeOffset? EndedAt);

/// <summary>
/// Exercise with the same screens: the scenario's tips come in marked, everything made of them is marked, nobody outside the room gets a message and no figure counts
/// them. One at a time. Ending it closes what is left of it.
/// </summary>
public static class DrillMode
{
    /// <summary>Begins an exercise. <c>drill.scenario</c>, <c>drill.running</c>, <c>preparedness.not-allowed</c>. Twice under one id is once.</summary>
    public static async Task<Result<Guid>> BeginAsync(Municipality municipality, StaffMember staff, Guid id, string scenario, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        if (DrillScenario.All.FirstOrDefault(one => one.Key == scenario) is not { } chosen)
        {
            return new Error("drill.scenario", "Choose what to exercise.");
        }

        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel))
        {
            await work.ExecuteAsync("select pg_advisory_xact_lock(hashtext('preparedness.drill'))", cancel: cancel);
            if (await work.FirstOrDefaultAsync<Guid?>("select id from prep_drill where ended_at is null", cancel: cancel) is { } running && running != id)
            {
                return new Error("drill.running", "An exercise is under way.");
            }

            if (await work.ExecuteAsync("insert into prep_drill (id, scenario, begun_at, begun_by) values (@id, @scenario, @now, @me) on conflict (id) do nothing", new { id, scenario, now = work.Now, me = staff.Account.Value }, cancel) == 1)
            {
                await work.Streams.AppendAsync(municipality.Id, new StreamEvent("preparedness.drill-begun", $"drill:{id:N}", new { scenario }), cancel);
            }

            await work.CommitAsync(cancel);
        }

        // Each tip has a token of its own from the exercise: beginning twice, or again after a stop, sends none twice.
        foreach (var (at, text) in chosen.Tips.Index())
        {
            if (!(await SubmitTip.HandleAsync(municipality, null, new NewTip(text, false, Drill: true), $"drill-{id:N}-{at:000}", cancel)).TryGet(out _, out var error))
            {
                return error;
            }
        }

        return id;
    }

    /// <summary>Ends the exercise that is under way: what waits of it is closed, its alerts are taken. <c>drill.none</c>, <c>preparedness.not-allowed</c>.</summary>
    public static async Task<Result> EndAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<Guid?>("update prep_drill set ended_at = @now where ended_at is null returning id", new { now = work.Now }, cancel) is not { } drill)
        {
            return new Error("drill.none", "No exercise is under way.");
        }

        var left = await work.QueryAsync<Guid>("select id from tip where drill and state = 'new' order by received_at, id for update", cancel: cancel);
        foreach (var tip in left)
        {
            await work.ExecuteAsync(
                "update tip set state = 'closed', placed_by = @me, placed_at = @now, why = @why, version = version + 1 where id = @tip",
                new { tip, me = staff.Account.Value, now = work.Now, why = await work.SealAsync(tip, "tip", "why", tip, "Øvelsen er slut.", cancel) }, cancel);
            await work.Streams.AppendAsync(tip, new StreamEvent("tip.closed", Detail: new { drill = "ended" }), cancel);
        }

        await work.ExecuteAsync("update alert set acknowledged_at = @now, acknowledged_by = @me where reason = 'drill' and acknowledged_at is null", new { now = work.Now, me = staff.Account.Value }, cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("preparedness.drill-ended", $"drill:{drill:N}", new { closed = left.Count }), cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>The newest first, at most fifty: the one under way, and what was exercised when.</summary>
    public static async Task<IReadOnlyList<PrepDrill>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return [.. (await work.QueryAsync<(Guid Id, string Scenario, DateTimeOffset BegunAt, Guid BegunBy, DateTimeOffset? EndedAt)>(
            "select id, scenario, begun_at, begun_by, ended_at from prep_drill order by begun_at desc, id desc limit 50", cancel: cancel)).Select(row => new PrepDrill(row.Id, row.Scenario, row.BegunAt, new AccountId(row.BegunBy), row.EndedAt))];
    }
}
