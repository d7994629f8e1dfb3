using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>What is to be done and by whom, as the unit writes it: a post or a name.</summary>
public sealed record ActionWords(string What, string Owner);

/// <param name="Source">review, plan, missing (the municipality owes a unit a strategy), key-person or drill.</param>
/// <param name="Aspect">The aspect of the self-review it came from, or the number of the exercise.</param>
public sealed record UnitAction(Guid Id, UnitId Unit, string Source, string? Aspect, UnitId? About, ActionWords Words, DateOnly DueOn, DateTimeOffset? DoneAt, int Version);

/// <summary>A unit's list of what it will do next: each with an owner and a day.</summary>
public static class UnitActions
{
    public const int Longest = 500;

    /// <summary>Open ones first by day, then the done ones; at most 200. <c>unit-plan.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<UnitAction>>> ListAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        if (municipality.Units.Find(unit) is null || !UnitPlans.MayRead(staff, unit))
        {
            return UnitPlans.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select id, source, aspect, about_unit as about, body, due_on as dueon, done_at as doneat, version from unit_action
            where unit_id = @unit order by done_at is not null, due_on, id limit 200
            """,
            new { unit = unit.Value }, cancel);
        var actions = new List<UnitAction>();
        foreach (var row in rows)
        {
            actions.Add(new UnitAction(
                row.Id, unit, row.Source, row.Aspect, row.About is { } about ? new UnitId(about) : null,
                await work.OpenAsync<ActionWords>(municipality.Id, "unit_action", "body", row.Id, row.Body, cancel), row.DueOn, row.DoneAt, row.Version));
        }

        return actions;
    }

    /// <summary>Adds one; the same <paramref name="id"/> twice is one. <c>unit-plan.not-found</c>, <c>unit-action.words</c>, <c>unit-action.due</c>.</summary>
    public static async Task<Result> AddAsync(
        Municipality municipality, StaffMember staff, UnitId unit, Guid id, string source, string? aspect, ActionWords words, DateOnly dueOn, CancellationToken cancel = default)
    {
        if (municipality.Units.Find(unit) is null || !staff.Can(Permission.WritePlans, unit) || source is not ("review" or "plan" or "drill"))
        {
            return UnitPlans.NotFound;
        }

        if (string.IsNullOrWhiteSpace(words.What) || string.IsNullOrWhiteSpace(words.Owner) || words.What.Length > Longest || words.Owner.Length > Longest)
        {
            return new Error("unit-action.words", "What and by whom, at most 500 characters each.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var today = DanishTime.DayOf(work.Now);
        if (dueOn < today || dueOn > today.AddYears(3))
        {
            return new Error("unit-action.due", "A day from today on, within three years.");
        }

        if (await InsertAsync(municipality, work, staff.Account.Value, unit, id, source, aspect, null, words, dueOn, cancel))
        {
            await work.Streams.AppendAsync(
                municipality.Id, new StreamEvent("unit-action.added", $"unit_action:{id:N}", new { unit = unit.Value, source, aspect, dueOn }, new { @new = words }) { Role = staff.RoleIn(unit) }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    /// <summary>Says that it is done, or not done after all. <c>unit-plan.not-found</c>, <c>unit-action.stale</c>.</summary>
    public static async Task<Result> SettleAsync(Municipality municipality, StaffMember staff, UnitId unit, Guid id, bool done, int version, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WritePlans, unit))
        {
            return UnitPlans.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var changed = await work.ExecuteAsync(
            """
            update unit_action set done_at = case when @done then @now else null end, done_by = case when @done then @me::uuid else null end, version = version + 1
            where id = @id and unit_id = @unit and version = @version
            """,
            new { id, unit = unit.Value, version, done, now = work.Now, me = staff.Account.Value }, cancel);
        if (changed == 0)
        {
            return new Error("unit-action.stale", "Somebody else has changed it.");
        }

        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("unit-action.settled", $"unit_action:{id:N}", new { old = !done, @new = done }) { Role = staff.RoleIn(unit) }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>Adds what is owed about a unit unless it is owed already. True when it was added.</summary>
    internal static async Task<bool> InsertAsync(
        Municipality municipality, UnitOfWork work, Guid? by, UnitId unit, Guid id, string source, string? aspect, UnitId? about, ActionWords words, DateOnly dueOn, CancellationToken cancel) =>
        await work.ExecuteAsync(
            """
            insert into unit_action (id, unit_id, source, aspect, about_unit, body, due_on, made_by, made_at) values (@id, @unit, @source, @aspect, @about, @body, @dueOn, @by, @now)
            on conflict do nothing
            """,
            new { id, unit = unit.Value, source, aspect, about = about?.Value, body = await work.SealAsync(municipality.Id, "unit_action", "body", id, words, cancel), dueOn, by, now = work.Now },
            cancel) == 1;

    /// <summary>What was owed about a unit is no longer owed. Runs inside the change that mends it, whose person may not see the row: so by a definer's function.</summary>
    internal static async Task SettleOwedAsync(UnitOfWork work, UnitId about, string source, bool applies, CancellationToken cancel)
    {
        if (applies)
        {
            await work.ExecuteAsync("select settle_owed_action(@about, @source, @now)", new { about = about.Value, source, now = work.Now }, cancel);
        }
    }

    private sealed class Row
    {
        public Guid Id { get; init; }

        public required string Source { get; init; }

        public string? Aspect { get; init; }

        public Guid? About { get; init; }

        public required byte[] Body { get; init; }

        public DateOnly DueOn { get; init; }

        public DateTimeOffset? DoneAt { get; init; }

        public int Version { get; init; }
    }
}
