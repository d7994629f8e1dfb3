using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>Clocks of a case: which rule, from when, due when. The rule version is the one in force on the day of the start event and is kept.</summary>
internal static class CaseClocks
{
    /// <summary>Starts a clock; where the same rule already runs in the case it is left alone. <c>clock.rule</c> for a rule that cannot start one.</summary>
    public static async Task<Result<Guid>> StartAsync(RuleBook law, UnitOfWork work, CaseRow row, string ruleId, DateTimeOffset start, CancellationToken cancel, string role = "")
    {
        if (await work.FirstOrDefaultAsync<Guid?>(
            "select id from clock where case_id = @Id and rule_id = @ruleId and state = 'running'", new { row.Id, ruleId }, cancel) is { } running)
        {
            return running;
        }

        if (!Compute(law, ruleId, start).TryGet(out var deadline, out var error))
        {
            return error;
        }

        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            """
            insert into clock (id, case_id, rule_id, rule_version, started_at, due_at, due_on, latest_at, latest_on, alarm_at, state)
            values (@id, @caseId, @ruleId, @version, @start, @dueAt, @dueOn, @latestAt, @latestOn, @alarmAt, 'running')
            """,
            Values(id, row.Id, deadline, start),
            cancel);
        await work.Streams.AppendAsync(
            row.Id,
            new StreamEvent("clock.started", $"clock:{id:N}", new { rule = ruleId, version = deadline.Rule.Version, start, due = deadline.Due?.ToString() }) { Role = role },
            cancel);
        return id;
    }

    /// <summary>Local closed days move a goal; beside a limit in law they are a note only (law H-03).</summary>
    public static Result<Deadline> Compute(RuleBook law, string ruleId, DateTimeOffset start)
    {
        var rule = law.At(ruleId, DanishTime.DayOf(start));
        if (!rule.IsOk || !rule.Value.CanStartClock)
        {
            return new Error("clock.rule", "The rule cannot start a clock.");
        }

        var deadline = DeadlineEngine.Compute(rule.Value, StartMoment.At(start), law.ClosedDays);
        return deadline.IsOk ? deadline.Value : new Error("clock.start", deadline.Error!.Message.En);
    }

    /// <summary>When a running clock rings: at its due moment, at the first alarm of a duty that is due at once, else at the end of the day.</summary>
    public static DateTimeOffset AlarmAt(Deadline deadline) =>
        (deadline.Due?.OverdueAt ?? (deadline.Alarms.Count > 0 ? deadline.Alarms[0] : DanishTime.StartOf(deadline.Start.Day.AddDays(1)))).ToUniversalTime();

    /// <summary>Column values of a clock; instants in UTC, a limit in days as a day.</summary>
    public static object Values(Guid id, Guid caseId, Deadline deadline, DateTimeOffset start) => new
    {
        id,
        caseId,
        ruleId = deadline.Rule.Id,
        version = deadline.Rule.Version,
        start = start.ToUniversalTime(),
        dueAt = deadline.Due?.Instant?.ToUniversalTime(),
        dueOn = deadline.Due is { Instant: null } day ? day.Day : (DateOnly?)null,
        latestAt = deadline.DueLatest?.Instant?.ToUniversalTime(),
        latestOn = deadline.DueLatest is { Instant: null } latest ? latest.Day : (DateOnly?)null,
        alarmAt = AlarmAt(deadline),
    };
}
