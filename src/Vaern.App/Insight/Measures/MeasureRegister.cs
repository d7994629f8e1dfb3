using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Insight.Measures;

/// <summary>What is sealed of a measure.</summary>
public sealed record MeasureWords(string Name, string What, string? Effect);

/// <summary>Something the municipality does.</summary>
/// <param name="Kind">talks, teaching, strategy, ssp, parents, police, staff or other: the same everywhere, so that registers can be laid side by side.</param>
/// <param name="Effect">measured, experience or unknown.</param>
public sealed record Measure(Guid Id, string Kind, string Audience, int? GradeFrom, int? GradeTo, string Effect, DateOnly Since, DateOnly? EndedOn, MeasureWords Words, int Version)
{
    public static readonly string[] Kinds = ["talks", "teaching", "strategy", "ssp", "parents", "police", "staff", "other"];
    public static readonly string[] Audiences = ["pupils", "staff", "parents", "all"];
    public static readonly string[] Effects = ["measured", "experience", "unknown"];
}

/// <summary>A measure to be written down.</summary>
public sealed record NewMeasure(string? Kind, string? Audience, int? GradeFrom, int? GradeTo, string? Effect, DateOnly Since, MeasureWords Words);

/// <summary>What is sealed of an experience: what was tried or could not be done, why, and what would help.</summary>
public sealed record ExperienceWords(string What, string Why, string? Wish);

/// <summary>Something learned, or something that could not be done.</summary>
/// <param name="IsNational">True where somebody else would have to change something: it is for the dialogue with the state.</param>
public sealed record Experience(Guid Id, bool IsLimit, DateOnly On, bool IsNational, ExperienceWords Words);

/// <summary>The register of measures, and the log of experience and limits. Read by those who see figures, written by those who keep courses or surveys.</summary>
public static class MeasureRegister
{
    public const int Longest = 2000;

    public static Error NotFound { get; } = new("measure.not-found", "There is no such measure, or it is not yours.");

    public static bool MayWrite(StaffMember staff) => staff.Can(Permission.KeepCourses) || staff.Can(Permission.KeepSurveys);

    private static bool MayRead(StaffMember staff) => staff.Can(Permission.SeeFigures) || MayWrite(staff);

    /// <summary>All measures: those that go on first, by kind. <c>measure.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<Measure>>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!MayRead(staff))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, string Kind, string Audience, int? From, int? To, string Effect, DateOnly Since, DateOnly? Ended, byte[] Body, int Version)>(
            "select id, kind, audience, grade_from, grade_to, effect, since, ended_on, body, version from measure order by ended_on is not null, kind, since, id limit 500", cancel: cancel);
        var measures = new List<Measure>();
        foreach (var row in rows)
        {
            measures.Add(new Measure(row.Id, row.Kind, row.Audience, row.From, row.To, row.Effect, row.Since, row.Ended, await work.OpenAsync<MeasureWords>(municipality.Id, "measure", "body", row.Id, row.Body, cancel), row.Version));
        }

        return Result.Ok<IReadOnlyList<Measure>>(measures);
    }

    /// <summary>Writes a measure down; the same <paramref name="id"/> twice is one. <c>measure.not-found</c>, <c>register.kind</c>, <c>register.words</c>, <c>register.since</c>.</summary>
    public static async Task<Result> AddAsync(Municipality municipality, StaffMember staff, Guid id, NewMeasure asked, CancellationToken cancel = default)
    {
        if (!MayWrite(staff))
        {
            return NotFound;
        }

        if (!Measure.Kinds.Contains(asked.Kind) || !Measure.Audiences.Contains(asked.Audience) || !Measure.Effects.Contains(asked.Effect)
            || (asked.GradeFrom is null) != (asked.GradeTo is null) || asked.GradeFrom is < 0 or > 10 || asked.GradeTo is < 0 or > 10 || asked.GradeFrom > asked.GradeTo)
        {
            return new Error("register.kind", "Choose kind, for whom, how the effect is known; grades from and to or neither.");
        }

        var words = asked.Words;
        if (string.IsNullOrWhiteSpace(words.Name) || words.Name.Length > 200 || string.IsNullOrWhiteSpace(words.What) || words.What.Length > Longest || words.Effect?.Length > Longest || (asked.Effect != "unknown" && string.IsNullOrWhiteSpace(words.Effect)))
        {
            return new Error("register.words", "A name, what is done, and the effect unless it is not known.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (asked.Since > DanishTime.DayOf(work.Now).AddYears(1) || asked.Since.Year < 1990)
        {
            return new Error("register.since", "A day from 1990 to a year ahead.");
        }

        var added = await work.ExecuteAsync(
            "insert into measure (id, kind, audience, grade_from, grade_to, effect, since, body, made_by, made_at) values (@id, @Kind, @Audience, @GradeFrom, @GradeTo, @Effect, @Since, @body, @me, @now) on conflict do nothing",
            new { id, asked.Kind, asked.Audience, asked.GradeFrom, asked.GradeTo, asked.Effect, asked.Since, body = await work.SealAsync(municipality.Id, "measure", "body", id, words, cancel), me = staff.Account.Value, now = work.Now }, cancel);
        return await TellAsync(municipality, work, staff, added, "measure.added", $"measure:{id:N}", new { asked.Kind, asked.Audience, asked.Effect, asked.Since }, words, cancel);
    }

    /// <summary>Says that a measure ended. <c>measure.not-found</c>, <c>register.stale</c>.</summary>
    public static async Task<Result> EndAsync(Municipality municipality, StaffMember staff, Guid id, int version, CancellationToken cancel = default)
    {
        if (!MayWrite(staff))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var today = DanishTime.DayOf(work.Now);
        var ended = await work.ExecuteAsync("update measure set ended_on = greatest(since, @today), version = version + 1 where id = @id and version = @version and ended_on is null", new { id, version, today }, cancel);
        return ended == 0 ? new Error("register.stale", "Somebody else has changed it.") : await TellAsync(municipality, work, staff, ended, "measure.ended", $"measure:{id:N}", new { old = (DateOnly?)null, @new = today }, null, cancel);
    }

    /// <summary>The log, newest first. <c>measure.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<Experience>>> LogAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!MayRead(staff))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, string Kind, DateOnly On, bool National, byte[] Body)>("select id, kind, happened_on, national, body from experience order by happened_on desc, id desc limit 200", cancel: cancel);
        var log = new List<Experience>();
        foreach (var row in rows)
        {
            log.Add(new Experience(row.Id, row.Kind == "limit", row.On, row.National, await work.OpenAsync<ExperienceWords>(municipality.Id, "experience", "body", row.Id, row.Body, cancel)));
        }

        return Result.Ok<IReadOnlyList<Experience>>(log);
    }

    /// <summary>Writes into the log, which is never changed. <c>measure.not-found</c>, <c>experience.words</c>, <c>experience.on</c>. The same <paramref name="id"/> twice is one.</summary>
    public static async Task<Result> WriteAsync(Municipality municipality, StaffMember staff, Guid id, bool isLimit, DateOnly on, bool isNational, ExperienceWords words, CancellationToken cancel = default)
    {
        if (!MayWrite(staff))
        {
            return NotFound;
        }

        if (string.IsNullOrWhiteSpace(words.What) || string.IsNullOrWhiteSpace(words.Why) || new[] { words.What, words.Why, words.Wish }.Any(text => text?.Length > Longest))
        {
            return new Error("experience.words", "What, and why.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (on > DanishTime.DayOf(work.Now) || on.Year < 2000)
        {
            return new Error("experience.on", "A day that has been.");
        }

        var kind = isLimit ? "limit" : "experience";
        var added = await work.ExecuteAsync(
            "insert into experience (id, kind, happened_on, national, body, made_by, made_at) values (@id, @kind, @on, @isNational, @body, @me, @now) on conflict do nothing",
            new { id, kind, on, isNational, body = await work.SealAsync(municipality.Id, "experience", "body", id, words, cancel), me = staff.Account.Value, now = work.Now }, cancel);
        return await TellAsync(municipality, work, staff, added, "experience.written", $"experience:{id:N}", new { kind, on, isNational }, words, cancel);
    }

    private static async Task<Result> TellAsync(Municipality municipality, UnitOfWork work, StaffMember staff, int rows, string action, string subject, object detail, object? secret, CancellationToken cancel)
    {
        if (rows == 1)
        {
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent(action, subject, detail, secret) { Role = staff.RoleIn(municipality.Units.Root.Id) }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }
}
