using System.Globalization;
using System.Text.Json;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>What to look for. Everything is optional; days are Danish, the last one included.</summary>
/// <param name="Kind">system, account, report, case or custody.</param>
/// <param name="Subject">A case or report number, or the id of a stream.</param>
/// <param name="Before">Only events before this place, for the next page.</param>
public sealed record AuditQuestion(
    string? Kind = null, string? Subject = null, AccountId? Actor = null, DateOnly? From = null, DateOnly? To = null, AuditPlace? Before = null);

/// <summary>A place in the log, between two pages.</summary>
public sealed record AuditPlace(string At, Guid Stream, long Seq)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}~{Stream:N}~{Seq}");

    /// <summary>Reads what <see cref="ToString"/> wrote, or null.</summary>
    public static AuditPlace? Parse(string? text) =>
        (text ?? "").Split('~') is [{ Length: 24 } at, var stream, var seq]
        && Guid.TryParseExact(stream, "N", out var id) && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AuditPlace(at, id, number)
            : null;
}

/// <summary>An event as it may be seen by somebody who may see no case: who did what to which thing and when, never what it said.</summary>
/// <param name="Actor">The name of the person, or <c>system</c> or <c>public</c>.</param>
public sealed record AuditLine(Guid Stream, string Kind, string? Number, long Seq, DateTimeOffset At, string Actor, string Role, string Action, string Subject);

/// <param name="Next">Where the next page begins, or null when this is the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, AuditPlace? Next);

/// <summary>The log of every stream, newest first, for the data protection officer. Every look is itself an event.</summary>
public static class AuditLog
{
    public const int PageSize = 50;

    /// <summary><c>audit.not-allowed</c>.</summary>
    public static async Task<Result<AuditPage>> SearchAsync(Municipality municipality, StaffMember by, AuditQuestion asked, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.SeeAudit))
        {
            return new Error("audit.not-allowed", "Only somebody who oversees sees the log.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select e.stream_id as stream, s.kind, event_number(f.line) as number, e.seq, e.line
            from stream_event e join stream s on s.id = e.stream_id join stream_event f on f.stream_id = e.stream_id and f.seq = 0
            where (@kind::text is null or s.kind = @kind)
              and (@stream::uuid is null or e.stream_id = @stream)
              and (@actor::text is null or event_actor(e.line) = @actor)
              and event_at(e.line) collate "C" >= @from and event_at(e.line) collate "C" < @to
              and (@beforeAt::text is null or (event_at(e.line) collate "C", e.stream_id, e.seq) < (@beforeAt, @beforeStream, @beforeSeq))
            order by event_at(e.line) collate "C" desc, e.stream_id desc, e.seq desc limit @limit
            """,
            new
            {
                kind = string.IsNullOrWhiteSpace(asked.Kind) ? null : asked.Kind,
                stream = await StreamAsync(work, asked.Subject, cancel),
                actor = asked.Actor?.Value.ToString("N"),
                from = Instant(asked.From, 0) ?? "0",
                to = Instant(asked.To, 1) ?? "9",
                beforeAt = asked.Before?.At,
                beforeStream = asked.Before?.Stream ?? Guid.Empty,
                beforeSeq = asked.Before?.Seq ?? 0,
                limit = PageSize + 1,
            },
            cancel);
        await work.Streams.AppendAsync(
            municipality.Id,
            new StreamEvent("audit.viewed", null, new { asked.Kind, subject = asked.Subject, actor = asked.Actor?.Value, asked.From, asked.To }) { Role = RoleOf(by) },
            cancel);
        await work.CommitAsync(cancel);
        var lines = new List<AuditLine>(PageSize);
        foreach (var row in rows.Take(PageSize))
        {
            lines.Add(await LineAsync(municipality, row, cancel));
        }

        return new AuditPage(lines, rows.Count > PageSize ? PlaceOf(rows[PageSize - 1]) : null);
    }

    /// <summary>Everybody who can have acted, by name; nobody for somebody who may not see the log.</summary>
    public static async Task<IReadOnlyList<(AccountId Account, string Name)>> ActorsAsync(Municipality municipality, StaffMember by, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.SeeAudit))
        {
            return [];
        }

        IReadOnlyList<Guid> accounts;
        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel))
        {
            accounts = await work.QueryAsync<Guid>("select id from account order by id", cancel: cancel);
        }

        var names = await municipality.Staff.NamesAsync(accounts.Select(id => new AccountId(id)), cancel);
        var danish = StringComparer.Create(new CultureInfo("da-DK"), ignoreCase: true);
        return [.. names.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Value, danish).ThenBy(pair => pair.Key.Value)];
    }

    private static async Task<AuditLine> LineAsync(Municipality municipality, Row row, CancellationToken cancel)
    {
        var (at, actor, role, action, subject) = Read(row.Line);
        var name = Guid.TryParseExact(actor, "N", out var id) ? await municipality.Staff.NameAsync(new AccountId(id), cancel) : actor;
        return new AuditLine(row.Stream, row.Kind, row.Number, row.Seq, at, name, role, action, subject);
    }

    // A line that somebody has damaged is still a line of the log, and the verifier names it.
    private static (DateTimeOffset At, string Actor, string Role, string Action, string Subject) Read(byte[] line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return (
                DateTimeOffset.Parse(Text(root, "at"), CultureInfo.InvariantCulture), Text(root, "actor"), Text(root, "role"), Text(root, "action"),
                root.TryGetProperty("subject", out _) ? Text(root, "subject") : Text(root, "item"));
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return (default, "–", "", "line.damaged", "");
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? "";

    private static AuditPlace PlaceOf(Row row)
    {
        var at = Read(row.Line).At;
        return new AuditPlace(Written(at), row.Stream, row.Seq);
    }

    // A subject that is no number and no id finds nothing rather than everything.
    private static async Task<Guid?> StreamAsync(UnitOfWork work, string? subject, CancellationToken cancel)
    {
        var asked = subject?.Trim() ?? "";
        if (asked.Length == 0)
        {
            return null;
        }

        return Guid.TryParse(asked, out var id)
            ? id
            : await work.FirstOrDefaultAsync<Guid?>("select stream_id from stream_event where seq = 0 and event_number(line) = upper(@asked)", new { asked }, cancel) ?? Guid.Empty;
    }

    private static string? Instant(DateOnly? day, int after) =>
        day is not { } known ? null : Written(DayBegins(known.AddDays(after)));

    private static DateTimeOffset DayBegins(DateOnly day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }

    private static string Written(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? RoleOf(StaffMember by) => by.Posts.FirstOrDefault(post => Roles.Grants(post.Role, Permission.SeeAudit))?.Role;

    private sealed record Row(Guid Stream, string Kind, string? Number, long Seq, byte[] Line);
}
