using System.Globalization;
using System.Text;
using System.Text.Json;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Workplace;

/// <summary>What the report of the accident says, sealed.</summary>
public sealed record InjuryBody(string Course, string Harm, string? Witnesses);

/// <summary>An injury of a case. <paramref name="Kind"/> is accident (sudden, or within five days) or exposure (longer: a possible occupational disease, law A-07).</summary>
public sealed record InjuryView(
    string Kind, DateOnly HappenedOn, DateOnly? FirstAbsence, DateOnly? BackOn, bool MayBeEntitled, DateOnly? DoctorAdvisedOn, InjuryBody Body, DateTimeOffset? ReportedAt,
    string? ReportedBy, string? Reference, int Version)
{
    /// <summary>The rule whose fourteen days count: with absence A-06, without but with possible entitlement A-06b; null where nothing is owed to the authority.</summary>
    public string? Rule => Kind != "accident" ? null : FirstAbsence is not null ? "A-06" : MayBeEntitled ? "A-06b" : null;
}

/// <summary>The injury path: when the fourteen days count, the export for EASY, the advice to see a doctor. Registering here is always right; the duty outward is not.</summary>
public static class Injuries
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Keeps what is known, and starts or moves the clock. The first day of absence is a day after the day of the injury. <c>injury.*</c>: kind, course-missing,
    /// days, absence-day, reported, stale, too-long.
    /// </summary>
    public static Task<Result<int>> SaveAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string kind, DateOnly happenedOn, DateOnly? firstAbsence, DateOnly? backOn, bool mayBeEntitled, DateOnly? doctorAdvisedOn,
        InjuryBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, async (work, row) =>
        {
            var today = DanishTime.DayOf(work.Now);
            if (Fault() is { } fault)
            {
                return fault;
            }

            var old = await work.FirstOrDefaultAsync<(int Version, DateTimeOffset? ReportedAt)>("select version, reported_at from injury where case_id = @Id", new { row.Id }, cancel);
            if (old.Version != version)
            {
                return new Error("injury.stale", "Somebody else has changed it.");
            }

            if (old.ReportedAt is not null)
            {
                return new Error("injury.reported", "It was reported, and what was reported stays.");
            }

            await work.ExecuteAsync(
                """
                insert into injury (case_id, kind, happened_on, first_absence, back_on, may_be_entitled, doctor_advised_on, body)
                values (@Id, @kind, @happenedOn, @firstAbsence, @backOn, @mayBeEntitled, @doctorAdvisedOn, @body)
                on conflict (case_id) do update set kind = excluded.kind, happened_on = excluded.happened_on, first_absence = excluded.first_absence, back_on = excluded.back_on,
                  may_be_entitled = excluded.may_be_entitled, doctor_advised_on = excluded.doctor_advised_on, body = excluded.body, version = injury.version + 1
                """,
                new { row.Id, kind, happenedOn, firstAbsence, backOn, mayBeEntitled, doctorAdvisedOn, body = await work.SealAsync(row.Id, "injury", "body", row.Id, body, cancel) },
                cancel);
            await work.BeginHandlingAsync(row, cancel);
            await work.Streams.AppendAsync(
                row.Id,
                new StreamEvent("injury.saved", $"case:{row.Number}", new { kind, happenedOn, firstAbsence, version = version + 1 }, body) { Role = staff.RoleIn(new UnitId(row.Unit)) },
                cancel);
            return await ClockAsync(municipality, work, row, staff, kind, happenedOn, firstAbsence, mayBeEntitled, cancel) is { } broken ? broken : version + 1;

            Error? Fault() => body switch
            {
                _ when kind is not ("accident" or "exposure") => new Error("injury.kind", "Choose what it is."),
                _ when string.IsNullOrWhiteSpace(body.Course) => new Error("injury.course-missing", "Write what happened."),
                _ when body.Course.Length > 10_000 || body.Harm.Length > 10_000 || body.Witnesses?.Length > 1_000 => new Error("injury.too-long", "A field is longer than it may be."),
                _ when happenedOn > today || firstAbsence > today || doctorAdvisedOn > today || happenedOn < today.AddYears(-5) => new Error("injury.days", "A day lies in the future or too far back."),
                _ when firstAbsence <= happenedOn => new Error("injury.absence-day", "The first day of absence is a day after the injury."),
                _ when backOn is not null && (firstAbsence is null || backOn <= firstAbsence) => new Error("injury.days", "The employee came back before the absence."),
                _ => null,
            };
        }, cancel);

    /// <summary>It was reported in EASY. Meets the clock; what was reported stays. <c>injury.none</c>, <c>injury.not-owed</c>, <c>injury.time</c>, <c>injury.stale</c>.</summary>
    public static Task<Result<int>> ReportedAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, DateTimeOffset? at, string? reference, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, async (work, row) =>
        {
            var moment = at ?? work.Now;
            if (await ReadAsync(municipality, work, row.Id, cancel) is not { } injury)
            {
                return new Error("injury.none", "Nothing is written about an injury.");
            }

            if (injury.Rule is not { } rule)
            {
                return new Error("injury.not-owed", "This is not an accident to report in EASY.");
            }

            if (moment > work.Now || DanishTime.DayOf(moment) < injury.HappenedOn)
            {
                return new Error("injury.time", "The time lies in the future or before the injury.");
            }

            var changed = await work.ExecuteAsync(
                "update injury set reported_at = @moment, reported_by = @me, reference = @reference, version = version + 1 where case_id = @Id and version = @version and reported_at is null",
                new
                {
                    row.Id,
                    version,
                    moment = moment.ToUniversalTime(),
                    me = staff.Account.Value,
                    reference = await work.SealOptionalAsync(row.Id, "injury", "reference", row.Id, reference, cancel),
                },
                cancel);
            if (changed == 0)
            {
                return new Error("injury.stale", "Somebody else has changed it.");
            }

            await SettleClock.EndAsync(work, row, rule, "met", string.IsNullOrWhiteSpace(reference) ? "Anmeldt i EASY." : $"Anmeldt i EASY. {reference.Trim()}", moment, staff, cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("injury.reported", $"case:{row.Number}", new { rule, at = moment }, new { reference }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return version + 1;
        }, cancel);

    /// <summary>The injury as a file for EASY: <c>vaern-injury/1</c>. The workplace's address, and no citizen.</summary>
    public static string ToJson(InjuryView injury, string employee, string unit, UnitContact? contact, string number) => JsonSerializer.Serialize(
        Fields(injury, employee, unit, contact, number).ToDictionary(field => field.Name, field => field.Value), Json);

    /// <summary>The same as one line of CSV with a header, separated by semicolons as Danish spreadsheets expect.</summary>
    public static string ToCsv(InjuryView injury, string employee, string unit, UnitContact? contact, string number)
    {
        var fields = Fields(injury, employee, unit, contact, number);
        return new StringBuilder().AppendJoin(';', fields.Select(field => field.Name)).Append("\r\n").AppendJoin(';', fields.Select(field => Quoted(field.Value))).Append("\r\n").ToString();
    }

    internal static async Task<InjuryView?> ReadAsync(Municipality municipality, UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select kind, happened_on as happenedon, first_absence as firstabsence, back_on as backon, may_be_entitled as maybeentitled, doctor_advised_on as doctoradvisedon, body,
              reported_at as reportedat, reported_by as reportedby, reference, version
            from injury where case_id = @caseId
            """,
            new { caseId },
            cancel);
        return row is null ? null : new InjuryView(
            row.Kind, row.HappenedOn, row.FirstAbsence, row.BackOn, row.MayBeEntitled, row.DoctorAdvisedOn, await work.OpenAsync<InjuryBody>(caseId, "injury", "body", caseId, row.Body, cancel),
            row.ReportedAt, row.ReportedBy is { } by ? await municipality.Staff.NameAsync(new AccountId(by), cancel) : null,
            await work.OpenOptionalAsync(caseId, "injury", "reference", caseId, row.Reference, cancel), row.Version);
    }

    // Another first day of absence, or none: the clock that no longer counts ends, and the right one starts.
    private static async Task<Error?> ClockAsync(
        Municipality municipality, UnitOfWork work, CaseRow row, StaffMember staff, string kind, DateOnly happenedOn, DateOnly? firstAbsence, bool mayBeEntitled, CancellationToken cancel)
    {
        var (rule, day) = (kind, firstAbsence, mayBeEntitled) switch
        {
            ("accident", { } absent, _) => ("A-06", absent),
            ("accident", null, true) => ("A-06b", happenedOn),
            _ => ((string?)null, happenedOn),
        };
        var start = DanishTime.StartOf(day);
        foreach (var (id, running, started) in await work.QueryAsync<(Guid, string, DateTimeOffset)>(
            "select id, rule_id, started_at from clock where case_id = @Id and rule_id in ('A-06', 'A-06b') and state = 'running' order by id", new { row.Id }, cancel))
        {
            if (running != rule || started != start)
            {
                await SettleClock.EndAsync(work, row, running, "not-applicable", "Fristen er beregnet på ny.", work.Now, staff, cancel);
            }
        }

        return rule is not null && !(await CaseClocks.StartAsync(municipality.Law, work, row, rule, start, cancel, staff.RoleIn(new UnitId(row.Unit)))).TryGet(out _, out var error) ? error : null;
    }

    private static (string Name, string Value)[] Fields(InjuryView injury, string employee, string unit, UnitContact? contact, string number) =>
    [
        ("format", "vaern-injury/1"), ("sag", number), ("regel", injury.Rule ?? ""), ("skadelidte", employee), ("arbejdssted", unit), ("arbejdssted_adresse", contact?.Address ?? ""),
        ("kontakt", contact?.Name ?? ""), ("kontakt_mail", contact?.Mail ?? ""), ("skadedag", Day(injury.HappenedOn)), ("foerste_fravaersdag", Day(injury.FirstAbsence)),
        ("tilbage_den", Day(injury.BackOn)), ("mulig_ret_til_ydelse", injury.MayBeEntitled ? "ja" : "nej"), ("haendelsesforloeb", injury.Body.Course), ("skade", injury.Body.Harm),
        ("vidner", injury.Body.Witnesses ?? ""), ("anmeldt", injury.ReportedAt?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? ""),
    ];

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    // A field that begins like a formula would run in a spreadsheet.
    private static string Quoted(string value)
    {
        var safe = value.Length > 0 && value[0] is ('=' or '+' or '-' or '@') ? "'" + value : value;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private sealed record Row(
        string Kind, DateOnly HappenedOn, DateOnly? FirstAbsence, DateOnly? BackOn, bool MayBeEntitled, DateOnly? DoctorAdvisedOn, byte[] Body, DateTimeOffset? ReportedAt, Guid? ReportedBy,
        byte[]? Reference, int Version);
}
