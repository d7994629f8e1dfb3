using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>What a mandate says in words. Purpose and title are published; the rest is for those who answer for it.</summary>
/// <param name="Assessment">Where the impact assessment is found: journal number and title.</param>
public sealed record MandateBody(string Title, string Purpose, string Necessity, string Assessment);

/// <summary>A public source by name: never a person's profile, never a closed group.</summary>
/// <param name="Address">Host and path that its links begin with, such as <c>chat.example/fjordbysnak</c>.</param>
public sealed record MandateSource(Guid Id, int Number, string Name, string Platform, string Address, DateTimeOffset AddedAt)
{
    /// <summary><c>S-4</c>.</summary>
    public string Label => $"S-{Number}";
}

/// <summary>What the data protection officer wrote, who and when.</summary>
public sealed record MandateOpinion(string Text, DateOnly On, AccountId By);

/// <summary>
/// What binds all street work: why, on what basis, where, how long, who answers for it (law F-06, F-08). <paramref name="Stored"/> is draft, active or
/// stopped; that it has expired is read from its days and never from a job.
/// </summary>
public sealed record Mandate(
    Guid Id, int Sequence, string Stored, AccountId Owner, MandateBody Body, IReadOnlyList<string> Basis, DateOnly From, DateOnly To, int RetentionDays, DateOnly? AssessedOn,
    MandateOpinion? Opinion, DateTimeOffset? ActivatedAt, DateTimeOffset? StoppedAt, string? StoppedWhy, Guid? Renews, IReadOnlyList<MandateSource> Sources, int Version)
{
    /// <summary><c>M-7</c>.</summary>
    public string Number => $"M-{Sequence}";

    /// <summary>draft, coming, active, expired or stopped on a day.</summary>
    public string StateOn(DateOnly day) => Stored switch
    {
        "active" when day < From => "coming",
        "active" when day > To => "expired",
        _ => Stored,
    };

    /// <summary>Whole days left, today not counted; null unless it runs.</summary>
    public int? DaysLeft(DateOnly day) => StateOn(day) == "active" ? To.DayNumber - day.DayNumber : null;

    /// <summary>What is missing before it can be approved, as codes: <c>purpose basis sources assessment opinion period</c>.</summary>
    public IReadOnlyList<string> Missing(DateOnly today) =>
    [
        .. new[]
        {
            (string.IsNullOrWhiteSpace(Body.Purpose) || string.IsNullOrWhiteSpace(Body.Necessity), "purpose"),
            (Basis.Count == 0, "basis"),
            (Sources.Count == 0, "sources"),
            (AssessedOn is null || string.IsNullOrWhiteSpace(Body.Assessment), "assessment"),
            (Opinion is null, "opinion"),
            (To < today, "period"),
        }.Where(check => check.Item1).Select(check => check.Item2),
    ];
}

/// <summary>Reads mandates. Rows are seen by the street's people alone; the public gets <see cref="PublicStreet"/>.</summary>
public static class MandateList
{
    private const string Columns =
        """
        m.id, m.number as sequence, m.state as stored, m.owner_id as owner, m.body, array_to_string(m.basis, ',') as basis, m.starts_on as startson, m.ends_on as endson, m.retention_days as retentiondays,
        m.assessed_on as assessedon, m.opinion, m.opinion_on as opinionon, m.opinion_by as opinionby, m.activated_at as activatedat, m.stopped_at as stoppedat,
        m.stopped_why as stoppedwhy, m.renews_id as renews, m.version
        """;

    /// <summary>All, the latest first; there are a handful a year.</summary>
    public static async Task<IReadOnlyList<Mandate>> AllAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} from mandate m order by m.number desc limit 200", cancel: cancel), cancel);
    }

    /// <summary>By its sequence: 7 for M-7. <c>mandate.not-found</c>.</summary>
    public static async Task<Result<Mandate>> ReadAsync(Municipality municipality, StaffMember staff, int sequence, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>($"select {Columns} from mandate m where m.number = @sequence", new { sequence }, cancel);
        return rows.Count == 0 ? MandateCheck.NotFound : (await OpenAsync(work, rows, cancel))[0];
    }

    /// <summary>Those that are approved and not stopped, expired ones of the last year too, the one that runs longest first.</summary>
    internal static async Task<IReadOnlyList<Mandate>> ApprovedAsync(UnitOfWork work, CancellationToken cancel) =>
        await OpenAsync(
            work,
            await work.QueryAsync<Row>(
                $"select {Columns} from mandate m where m.state = 'active' and m.ends_on >= @since order by m.ends_on desc, m.number desc",
                new { since = DanishTime.DayOf(work.Now).AddYears(-1) },
                cancel),
            cancel);

    internal static async Task<Mandate?> FindAsync(UnitOfWork work, Guid id, CancellationToken cancel) =>
        await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} from mandate m where m.id = @id", new { id }, cancel), cancel) is [var found] ? found : null;

    /// <summary>Locks the row for a change.</summary>
    internal static async Task<Mandate?> LockAsync(UnitOfWork work, Guid id, CancellationToken cancel) =>
        await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} from mandate m where m.id = @id for update", new { id }, cancel), cancel) is [var found] ? found : null;

    private static async Task<IReadOnlyList<Mandate>> OpenAsync(UnitOfWork work, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Id)], cancel);
        var sources = (await work.QueryAsync<SourceRow>(
            "select mandate_id as mandate, id, number, name, platform, address, added_at as addedat from mandate_source where mandate_id = any(@ids) order by number",
            new { ids = rows.Select(row => row.Id).ToArray() },
            cancel)).ToLookup(row => row.Mandate, row => new MandateSource(row.Id, row.Number, row.Name, row.Platform, row.Address, row.AddedAt));
        var mandates = new List<Mandate>(rows.Count);
        foreach (var row in rows)
        {
            var opinion = row.Opinion is null
                ? null
                : new MandateOpinion(await work.OpenTextAsync(row.Id, "mandate", "opinion", row.Id, row.Opinion, cancel), row.OpinionOn!.Value, new AccountId(row.OpinionBy!.Value));
            mandates.Add(new Mandate(
                row.Id, row.Sequence, row.Stored, new AccountId(row.Owner), await work.OpenAsync<MandateBody>(row.Id, "mandate", "body", row.Id, row.Body, cancel), row.Basis.Split(',', StringSplitOptions.RemoveEmptyEntries), row.StartsOn, row.EndsOn,
                row.RetentionDays, row.AssessedOn, opinion, row.ActivatedAt, row.StoppedAt,
                await work.OpenOptionalAsync(row.Id, "mandate", "stopped_why", row.Id, row.StoppedWhy, cancel), row.Renews, [.. sources[row.Id]], row.Version));
        }

        return mandates;
    }

    private sealed record Row(
        Guid Id, int Sequence, string Stored, Guid Owner, byte[] Body, string Basis, DateOnly StartsOn, DateOnly EndsOn, int RetentionDays, DateOnly? AssessedOn, byte[]? Opinion,
        DateOnly? OpinionOn, Guid? OpinionBy, DateTimeOffset? ActivatedAt, DateTimeOffset? StoppedAt, byte[]? StoppedWhy, Guid? Renews, int Version);

    private sealed record SourceRow(Guid Mandate, Guid Id, int Number, string Name, string Platform, string Address, DateTimeOffset AddedAt);
}
