using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>
/// An exercise of a unit with a playbook. <paramref name="Score"/> is from 0 to 100 and the unit's: how many of the steps it could take that day; null while it
/// is under way. <paramref name="Number"/> is D- and its number; an exercise from before there were numbers has none. <paramref name="Answers"/> holds <c>could</c>, <c>partly</c> or <c>could-not</c> by the step's key.
/// </summary>
public sealed record Drill(
    Guid Id, UnitId Unit, string Playbook, int PlaybookVersion, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int? Score, string? Number, IReadOnlyDictionary<string, string> Answers);

/// <summary>
/// Drill mode: the playbook's own steps over an invented story. An exercise is no case: it has no person of a case, no message, no clock, no task, and no figure
/// counts it. What remains is unit, playbook, date and score, for the municipality's readiness.
/// </summary>
public static class Drills
{
    public static readonly string[] Answers = ["could", "partly", "could-not"];

    private const string Columns =
        "select id, unit_id as unit, playbook, playbook_version as playbookversion, started_at as startedat, finished_at as finishedat, score, number from drill";

    /// <summary>Begins an exercise. <c>drill.playbook</c>, <c>drill.unit</c> for a unit that is not the person's own.</summary>
    /// <param name="id">Chosen by the form: pressing twice begins one.</param>
    public static async Task<Result<Guid>> BeginAsync(Municipality municipality, StaffMember staff, Guid id, UnitId unit, string playbook, CancellationToken cancel = default)
    {
        if (Playbook.All.FirstOrDefault(one => one.Id == playbook) is not { } book)
        {
            return new Error("drill.playbook", "Choose a playbook.");
        }

        if (staff.Posts.All(post => post.Unit != unit))
        {
            return new Error("drill.unit", "Choose a unit of yours.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<int?>("select 1 from drill where id = @id", new { id }, cancel) is not null)
        {
            return id;
        }

        var number = await work.NextNumberAsync("D", cancel);
        var added = await work.ExecuteAsync(
            """
            insert into drill (id, unit_id, playbook, playbook_version, started_by, started_at, steps, number) values (@id, @unit, @playbook, @version, @me, @now, @steps, @number)
            on conflict (id) do nothing
            """,
            new { id, number, unit = unit.Value, playbook, version = book.Version, me = staff.Account.Value, now = work.Now, steps = book.Steps.Count },
            cancel);
        if (added == 1)
        {
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("drill.begun", $"unit:{unit.Value:N}", new { playbook, book.Version }) { Role = staff.RoleIn(unit) }, cancel);
            await work.CommitAsync(cancel);
        }

        return id;
    }

    /// <summary>Answers a step; answered again, the last counts. <c>drill.not-found</c>, <c>drill.answer</c>, <c>drill.done</c>.</summary>
    public static Task<Result<Guid>> AnswerAsync(Municipality municipality, StaffMember staff, Guid drill, string step, string? answer, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, drill, async (work, found) =>
        {
            if (!Answers.Contains(answer) || Book(found)?.Steps.Any(one => one.Key == step) != true)
            {
                return new Error("drill.answer", "Choose an answer.");
            }

            await work.ExecuteAsync(
                """
                insert into drill_step (drill_id, step, answer, answered_at) values (@drill, @step, @answer, @now)
                on conflict (drill_id, step) do update set answer = excluded.answer, answered_at = excluded.answered_at
                """,
                new { drill, step, answer, now = work.Now },
                cancel);
            return drill;
        }, cancel);

    /// <summary>Ends it and sets the score: a step that could be taken counts whole, one in part counts half. <c>drill.open-steps</c>.</summary>
    public static Task<Result<Guid>> FinishAsync(Municipality municipality, StaffMember staff, Guid drill, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, drill, async (work, found) =>
        {
            if (Book(found) is not { } book || book.Steps.Any(step => !found.Answers.ContainsKey(step.Key)))
            {
                return new Error("drill.open-steps", "Some steps have no answer.");
            }

            var score = ScoreOf(found.Answers.Values);
            await work.ExecuteAsync("update drill set finished_at = @now, score = @score, version = version + 1 where id = @drill", new { drill, now = work.Now, score }, cancel);
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("drill.finished", $"unit:{found.Unit.Value:N}", new { found.Playbook, score }) { Role = staff.RoleIn(found.Unit) }, cancel);
            return drill;
        }, cancel);

    /// <summary><c>drill.not-found</c> also for a unit that is not the person's own.</summary>
    public static async Task<Result<Drill>> ReadAsync(Municipality municipality, StaffMember staff, Guid drill, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await FindAsync(work, staff, drill, cancel) is { } found ? found : new Error("drill.not-found", "There is no such exercise.");
    }

    /// <summary>Exercises of units, the newest first, at most 100: for the unit's own page and for readiness. Those under way come with no score.</summary>
    public static async Task<IReadOnlyList<Drill>> OfUnitsAsync(Municipality municipality, StaffMember staff, IReadOnlyList<UnitId> units, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>($"{Columns} where unit_id = any(@units) order by started_at desc, id limit 100", new { units = units.Select(unit => unit.Value).ToArray() }, cancel);
        return [.. rows.Select(row => row.With(new Dictionary<string, string>()))];
    }

    /// <summary>From 0 to 100, rounded down: half is not whole.</summary>
    public static int ScoreOf(IEnumerable<string> answers)
    {
        var all = answers.ToList();
        return all.Count == 0 ? 0 : all.Sum(answer => answer switch { "could" => 100, "partly" => 50, _ => 0 }) / all.Count;
    }

    private static Playbook? Book(Drill drill) => Playbook.All.FirstOrDefault(book => book.Id == drill.Playbook);

    private static async Task<Result<Guid>> ChangeAsync(
        Municipality municipality, StaffMember staff, Guid drill, Func<UnitOfWork, Drill, Task<Result<Guid>>> change, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await work.ExecuteAsync("select 1 from drill where id = @drill for update", new { drill }, cancel);
        if (await FindAsync(work, staff, drill, cancel) is not { } found)
        {
            return new Error("drill.not-found", "There is no such exercise.");
        }

        if (found.FinishedAt is not null)
        {
            return new Error("drill.done", "The exercise is ended.");
        }

        var changed = await change(work, found);
        if (changed.IsOk)
        {
            await work.CommitAsync(cancel);
        }

        return changed;
    }

    private static async Task<Drill?> FindAsync(UnitOfWork work, StaffMember staff, Guid drill, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<Row>($"{Columns} where id = @drill", new { drill }, cancel);
        if (row is null || staff.Posts.All(post => post.Unit.Value != row.Unit))
        {
            return null;
        }

        var answers = await work.QueryAsync<(string Step, string Answer)>("select step, answer from drill_step where drill_id = @drill order by step", new { drill }, cancel);
        return row.With(answers.ToDictionary(pair => pair.Step, pair => pair.Answer));
    }

    private sealed record Row(Guid Id, Guid Unit, string Playbook, int PlaybookVersion, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int? Score, string? Number)
    {
        public Drill With(IReadOnlyDictionary<string, string> answers) => new(Id, new UnitId(Unit), Playbook, PlaybookVersion, StartedAt, FinishedAt, Score, Number, answers);
    }
}
