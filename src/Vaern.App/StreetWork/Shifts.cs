using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>A shift of one worker. Those whose shifts run at the same time under the same mandate are on the line together.</summary>
public sealed record Shift(
    Guid Id, string Number, Guid Mandate, AccountId Worker, DateTimeOffset StartedAt, DateTimeOffset PlannedEnd, DateTimeOffset? EndedAt, ShiftReport? Report, DateTimeOffset? DebriefedAt, int Version)
{
    public bool IsOpen => EndedAt is null;
}

/// <summary>The five fields of a shift's report.</summary>
/// <param name="News">What is new, without names; at most 500 characters.</param>
public sealed record ShiftReport(int Talks, int Phenomena, int Concerns, string News, bool Debrief);

/// <summary>What a worker sees before and during a shift.</summary>
/// <param name="Fault">Why no shift can start or go on: a code of <see cref="MandateCheck"/>; null when one can.</param>
public sealed record StreetNow(Mandate? Mandate, string? Fault, Shift? Mine, IReadOnlyList<Shift> OnTheLine, IReadOnlyList<OpenProfile> Profiles, IReadOnlyList<Mandate> Running);

/// <summary>Starts and ends shifts. Without a running mandate and a registered open profile there is none.</summary>
public static class Shifts
{
    internal const string Columns =
        """
        s.id, s.number, s.mandate_id as mandate, s.worker_id as worker, s.started_at as startedat, s.planned_end as plannedend, s.ended_at as endedat, s.talks, s.phenomena, s.concerns,
        s.news, s.debrief, s.debriefed_at as debriefedat, s.version
        """;

    private const int NewsLimit = 500;
    private static readonly TimeSpan Usual = TimeSpan.FromHours(3);

    /// <summary>What stands on the street's first page for this worker.</summary>
    public static async Task<StreetNow> NowAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var approved = await MandateList.ApprovedAsync(work, cancel);
        var today = DanishTime.DayOf(work.Now);
        var open = await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} from street_shift s where s.ended_at is null order by s.started_at, s.id limit 100", cancel: cancel), cancel);
        var mine = open.FirstOrDefault(shift => shift.Worker == staff.Account);
        Mandate[] running = [.. approved.Where(one => one.StateOn(today) == "active")];
        var shown = mine is not null ? approved.FirstOrDefault(one => one.Id == mine.Mandate) ?? await MandateList.FindAsync(work, mine.Mandate, cancel) : (running.Length > 0 ? running[0] : approved.Count > 0 ? approved[0] : null);
        var fault = shown?.StateOn(today) switch { "active" => null, "expired" => "mandate.expired", "stopped" => "mandate.stopped", "coming" => "mandate.not-yet", _ => "mandate.none" };
        return new StreetNow(shown, fault, mine, [.. open.Where(shift => shift.Worker != staff.Account)], [.. (await OpenProfiles.ListAsync(work, cancel)).Where(profile => profile.Worker == staff.Account)], running);
    }

    /// <summary>Starts one's own shift; twice is once.</summary>
    /// <returns>The number, or <c>mandate.*</c>, <c>shift.no-profile</c>, <c>shift.not-allowed</c>.</returns>
    public static async Task<Result<string>> StartAsync(Municipality municipality, StaffMember staff, Guid id, Guid mandate, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkOnTheStreet))
        {
            return new Error("shift.not-allowed", "Your role has no shifts on the street.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(@me, 65))", new { me = staff.Account.Value.ToString("N") }, cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from street_shift where worker_id = @me and (id = @id or ended_at is null)", new { id, me = staff.Account.Value }, cancel) is { } earlier)
        {
            return earlier;
        }

        if (!(await MandateCheck.RunningAsync(work, mandate, cancel)).TryGet(out var running, out var error))
        {
            return error;
        }

        var profiles = (await OpenProfiles.ListAsync(work, cancel)).Where(profile => profile.Worker == staff.Account).ToArray();
        if (profiles.Length == 0)
        {
            return new Error("shift.no-profile", "Register an open profile with title and hours first.");
        }

        var number = await StreetNumbers.NextAsync(work, "V", cancel);
        var end = profiles.Select(profile => profile.Body.Hours.ClosesAfter(work.Now)).Max() ?? work.Now + Usual;
        await StreetKeys.BeginAsync(work, id, new StreamEvent("shift.started", $"shift:{number}", new { mandate = running.Number, end, profiles = profiles.Select(profile => profile.Id) }) { Role = Mandates.RoleOf(staff) }, cancel);
        await work.ExecuteAsync(
            """
            insert into street_shift (id, number, mandate_id, worker_id, started_at, planned_end, expires_on) values (@id, @number, @mandate, @me, @now, @end, @expires)
            """,
            new { id, number, mandate, me = staff.Account.Value, now = work.Now, end, expires = DanishTime.DayOf(work.Now).AddDays(running.RetentionDays) },
            cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>Ends one's own shift with its report. Ending is allowed when the mandate has ended meanwhile. <c>shift.not-found</c>, <c>shift.numbers</c>, <c>shift.news</c>, <c>shift.stale</c>, <c>words.*</c>.</summary>
    public static async Task<Result<Guid>> EndAsync(Municipality municipality, StaffMember staff, Guid id, ShiftReport report, bool notAName, int version, CancellationToken cancel = default)
    {
        if (new[] { report.Talks, report.Phenomena, report.Concerns }.Any(count => count is < 0 or > 999))
        {
            return new Error("shift.numbers", "The counts are numbers from 0 to 999.");
        }

        if (report.News?.Length > NewsLimit)
        {
            return new Error("shift.news", "At most 500 characters.");
        }

        if (PersonWords.Fault(report.News, notAName) is { } person)
        {
            return person;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>($"select {Columns} from street_shift s where s.id = @id and s.worker_id = @me for update", new { id, me = staff.Account.Value }, cancel);
        if (await OpenAsync(work, rows, cancel) is not [var shift])
        {
            return new Error("shift.not-found", "There is no such shift of yours.");
        }

        if (!shift.IsOpen)
        {
            return id;
        }

        if (shift.Version != version)
        {
            return new Error("shift.stale", "Somebody else has changed it.");
        }

        await work.ExecuteAsync(
            """
            update street_shift set ended_at = @now, talks = @Talks, phenomena = @Phenomena, concerns = @Concerns, news = @news, debrief = @Debrief, version = version + 1 where id = @id
            """,
            new { id, now = work.Now, report.Talks, report.Phenomena, report.Concerns, report.Debrief, news = await work.SealOptionalAsync(id, "street_shift", "news", id, report.News, cancel) },
            cancel);
        await work.Streams.AppendAsync(
            id, new StreamEvent("shift.ended", Detail: new { old = "open", @new = "ended", report.Talks, report.Phenomena, report.Concerns, report.Debrief }, Secret: new { report.News }) { Role = Mandates.RoleOf(staff) }, cancel);
        if (report.Debrief)
        {
            await work.ExecuteAsync(
                "insert into outbox (id, account_id, template, created_at) select @notice, owner_id, 'news', @now from mandate where id = @Mandate", new { notice = Guid.CreateVersion7(), shift.Mandate, now = work.Now }, cancel);
        }

        await work.CommitAsync(cancel);
        return id;
    }

    /// <summary>Whoever answers for the mandate writes down that the talk was held. <c>shift.not-found</c>, <c>shift.no-debrief</c>.</summary>
    public static async Task<Result<Guid>> DebriefedAsync(Municipality municipality, StaffMember staff, Guid id, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepMandates))
        {
            return new Error("shift.not-found", "There is no such shift.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.ExecuteAsync("update street_shift set debriefed_at = @now, version = version + 1 where id = @id and debrief and debriefed_at is null", new { id, now = work.Now }, cancel) == 0)
        {
            return new Error("shift.no-debrief", "Nobody asked for it, or it was held already.");
        }

        await work.Streams.AppendAsync(id, new StreamEvent("shift.debriefed") { Role = Mandates.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return id;
    }

    internal static Task<DateTimeOffset?> OnlineUntilAsync(UnitOfWork work, CancellationToken cancel) =>
        work.FirstOrDefaultAsync<DateTimeOffset?>(
            "select planned_end from street_shift where ended_at is null and planned_end > @now and mandate_runs(mandate_id, @now) order by planned_end desc, id limit 1", new { now = work.Now }, cancel);

    internal static async Task<Shift?> MineAsync(UnitOfWork work, StaffMember staff, CancellationToken cancel) =>
        await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} from street_shift s where s.worker_id = @me and s.ended_at is null", new { me = staff.Account.Value }, cancel), cancel) is [var found] ? found : null;

    internal static async Task<IReadOnlyList<Shift>> OpenAsync(UnitOfWork work, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        await work.Keys.OpenAllAsync([.. rows.Where(row => row.News is not null).Select(row => row.Id)], cancel);
        var shifts = new List<Shift>(rows.Count);
        foreach (var row in rows)
        {
            var report = row.EndedAt is null
                ? null
                : new ShiftReport(row.Talks!.Value, row.Phenomena!.Value, row.Concerns!.Value, await work.OpenOptionalAsync(row.Id, "street_shift", "news", row.Id, row.News, cancel) ?? "", row.Debrief!.Value);
            shifts.Add(new Shift(row.Id, row.Number, row.Mandate, new AccountId(row.Worker), row.StartedAt, row.PlannedEnd, row.EndedAt, report, row.DebriefedAt, row.Version));
        }

        return shifts;
    }

    internal sealed record Row(
        Guid Id, string Number, Guid Mandate, Guid Worker, DateTimeOffset StartedAt, DateTimeOffset PlannedEnd, DateTimeOffset? EndedAt, int? Talks, int? Phenomena, int? Concerns, byte[]? News,
        bool? Debrief, DateTimeOffset? DebriefedAt, int Version);
}
