using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Preparedness;

/// <summary>A decision or a reply in the log of moderation: what and why, never who.</summary>
/// <param name="Kind">hidden or reply.</param>
/// <param name="Receipt">The writer's six words, to be sent with the reason; null for a reply.</param>
/// <param name="Appeal">The writer's words; null where nobody appealed.</param>
public sealed record Moderation(
    string Number, string Kind, string Page, string Words, string Reason, int? RulesVersion, int? Rule, string? Receipt, DateTimeOffset DecidedAt, AccountId DecidedBy, string State, bool Drill,
    string? Appeal, DateTimeOffset? AppealedAt, string? Answer, AccountId? AnsweredBy, int Version);

/// <summary>Figures of moderation with their whole. Exercises are not counted.</summary>
/// <param name="Comments">Comments read through.</param>
/// <param name="Restored">Appeals that were upheld, of <paramref name="Appeals"/> decided.</param>
public sealed record ModerationFigures(int Comments, int Hidden, int Replies, int Appeals, int Restored);

/// <summary>The log of moderation, by time and by issue; there is no view by writer, for no writer is known.</summary>
public static class ReadModeration
{
    public const int PageSize = 25;

    private const string Columns =
        """
        m.id, m.number, m.kind, m.page, m.body, m.rules_version as rulesversion, m.rule, m.decided_at as decidedat, m.decided_by as decidedby, m.state, m.drill, m.version,
        a.body as appeal, a.made_at as appealedat, a.answer, a.decided_by as answeredby
        """;

    /// <summary>A page of the log, the newest first; one more than <see cref="PageSize"/> says that there is another.</summary>
    public static async Task<IReadOnlyList<Moderation>> ListAsync(Municipality municipality, StaffMember staff, IssueId? issue, bool appealed, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            $"""
            select {Columns} from moderation m left join moderation_appeal a on a.moderation_id = m.id
            where (@issue::uuid is null or m.issue_id = @issue) and (not @appealed or m.state = 'appealed') order by m.decided_at desc, m.id desc limit @size offset @skip
            """,
            new { issue = issue?.Value, appealed, size = PageSize + 1, skip = page * PageSize },
            cancel);
        var list = new List<Moderation>();
        foreach (var row in rows)
        {
            list.Add(await OpenAsync(work, row, cancel));
        }

        return list;
    }

    public static async Task<Moderation?> OneAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return null;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>($"select {Columns} from moderation m left join moderation_appeal a on a.moderation_id = m.id where m.number = @number", new { number = number.ToUpperInvariant() }, cancel);
        return row is null ? null : await OpenAsync(work, row, cancel);
    }

    /// <summary>Of an issue, an exercise included, or of all real ones.</summary>
    public static async Task<ModerationFigures> FiguresAsync(Municipality municipality, StaffMember staff, IssueId? issue, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.SingleAsync<ModerationFigures>(
            """
            select coalesce((select sum(comments)::int from comment_count where issue_id = @issue or (@issue::uuid is null and not drill)), 0) as comments,
              count(*) filter (where kind = 'hidden')::int as hidden, count(*) filter (where kind = 'reply')::int as replies,
              count(*) filter (where state in ('kept', 'restored'))::int as appeals, count(*) filter (where state = 'restored')::int as restored
            from moderation where issue_id = @issue or (@issue::uuid is null and not drill)
            """,
            new { issue = issue?.Value },
            cancel);
    }

    private static async Task<Moderation> OpenAsync(UnitOfWork work, Row row, CancellationToken cancel)
    {
        var body = await work.OpenAsync<ModerationBody>(row.Id, "moderation", "body", row.Id, row.Body, cancel);
        return new Moderation(
            row.Number, row.Kind, row.Page, body.Words, body.Reason, row.RulesVersion, row.Rule, body.Receipt, row.DecidedAt, new AccountId(row.DecidedBy), row.State, row.Drill,
            await work.OpenOptionalAsync(row.Id, "moderation_appeal", "body", row.Id, row.Appeal, cancel), row.AppealedAt,
            await work.OpenOptionalAsync(row.Id, "moderation_appeal", "answer", row.Id, row.Answer, cancel), row.AnsweredBy is { } by ? new AccountId(by) : null, row.Version);
    }

    private sealed record Row(
        Guid Id, string Number, string Kind, string Page, byte[] Body, int? RulesVersion, int? Rule, DateTimeOffset DecidedAt, Guid DecidedBy, string State, bool Drill, int Version, byte[]? Appeal,
        DateTimeOffset? AppealedAt, byte[]? Answer, Guid? AnsweredBy);
}
