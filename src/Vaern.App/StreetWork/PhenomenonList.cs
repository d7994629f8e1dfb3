using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>How many phenomena of a kind a month, those included whose notes are deleted.</summary>
public sealed record PhenomenonCount(DateOnly Month, string Kind, int Number);

/// <summary>Phenomena for the people of the street. Past its day a phenomenon shows no note, whether or not the deletion has run.</summary>
public static class PhenomenonList
{
    public const int PageSize = 25;

    private const string Columns =
        """
        p.id, p.number, p.kind, s.number as source, s.name as sourcename, s.platform, p.age, p.seen_on as seenon, p.seen_at as seenat, p.note, l.link, p.shift_id as shift, p.recorded_at as recordedat,
        p.expires_on as expireson, p.gone_at is not null as gone
        """;

    private const string From = "from phenomenon p left join mandate_source s on s.id = p.source_id left join phenomenon_link l on l.phenomenon_id = p.id";

    /// <summary>The latest first, of one kind when one is named.</summary>
    public static async Task<(IReadOnlyList<Phenomenon> Lines, bool More)> PageAsync(Municipality municipality, StaffMember staff, string? kind, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            $"select {Columns} {From} where (@kind::text is null or p.kind = @kind) order by p.recorded_at desc, p.id offset @skip limit @limit",
            new { kind = Phenomenon.Kinds.Contains(kind) ? kind : null, skip = (Math.Max(page, 1) - 1) * PageSize, limit = PageSize + 1 },
            cancel);
        return (await OpenAsync(work, [.. rows.Take(PageSize)], cancel), rows.Count > PageSize);
    }

    /// <summary>By number. <c>phenomenon.not-found</c>.</summary>
    public static async Task<Result<Phenomenon>> ReadAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} {From} where p.number = upper(@number)", new { number }, cancel), cancel);
        return rows.Count == 0 ? new Error("phenomenon.not-found", "There is no such phenomenon, or it is not yours to see.") : rows[0];
    }

    /// <summary>Those of one shift.</summary>
    public static async Task<IReadOnlyList<Phenomenon>> OfShiftAsync(Municipality municipality, StaffMember staff, Guid shift, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} {From} where p.shift_id = @shift order by p.recorded_at, p.id limit 200", new { shift }, cancel), cancel);
    }

    /// <summary>Those seen from a day to a day, the last included.</summary>
    internal static async Task<IReadOnlyList<Phenomenon>> BetweenAsync(UnitOfWork work, DateOnly from, DateOnly to, CancellationToken cancel) =>
        await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} {From} where p.gone_at is null and p.seen_on between @from and @to order by p.kind, p.recorded_at, p.id limit 2000", new { from, to }, cancel), cancel);

    /// <summary>Counts a month and kind since a month. What is deleted counts like the rest.</summary>
    public static async Task<IReadOnlyList<PhenomenonCount>> CountsAsync(Municipality municipality, StaffMember staff, DateOnly since, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.QueryAsync<PhenomenonCount>(
            """
            select date_trunc('month', seen_on)::date as month, kind, count(*)::int as number from phenomenon
            where seen_on >= @since group by 1, 2 order by 1 desc, 3 desc, 2
            """,
            new { since },
            cancel);
    }

    private static async Task<IReadOnlyList<Phenomenon>> OpenAsync(UnitOfWork work, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var today = DanishTime.DayOf(work.Now);
        await work.Keys.OpenAllAsync([.. rows.Where(row => !row.Gone && row.ExpiresOn >= today).Select(row => row.Id)], cancel);
        var lines = new List<Phenomenon>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Gone || row.ExpiresOn < today)
            {
                lines.Add(new Phenomenon(row.Id, row.Number, row.Kind, null, null, null, row.SeenOn, null, null, null, row.Shift, row.RecordedAt, row.ExpiresOn, Gone: true));
                continue;
            }

            lines.Add(new Phenomenon(
                row.Id, row.Number, row.Kind, $"S-{row.Source} {row.SourceName}", row.Platform, row.Age, row.SeenOn, row.SeenAt,
                await work.OpenTextAsync(row.Id, "phenomenon", "note", row.Id, row.Note!, cancel),
                await work.OpenOptionalAsync(row.Id, "phenomenon_link", "link", row.Id, row.Link, cancel), row.Shift, row.RecordedAt, row.ExpiresOn, Gone: false));
        }

        return lines;
    }

    private sealed record Row(
        Guid Id, string Number, string Kind, int? Source, string? SourceName, string? Platform, string? Age, DateOnly SeenOn, DateTimeOffset? SeenAt, byte[]? Note, byte[]? Link, Guid Shift,
        DateTimeOffset RecordedAt, DateOnly ExpiresOn, bool Gone);
}
