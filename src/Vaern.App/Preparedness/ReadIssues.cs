using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Preparedness;

/// <summary>An issue in a list.</summary>
public sealed record IssueLineUp(IssueId Id, string Number, string Title, string State, bool Drill, int? Level, int Tips, DateTimeOffset OpenedAt, DateTimeOffset? ReviewAt, DateTimeOffset? ClosedAt);

/// <summary>Tips that lie together and wait for a person.</summary>
/// <param name="Words">Words that most of them share: the reason why they lie together.</param>
public sealed record TipGroup(Guid Group, IReadOnlyList<Tip> Tips, IReadOnlyList<string> Words, int Count);

/// <summary>All of an issue.</summary>
/// <param name="ToLine">Minutes from the alert to the first approved line; null before.</param>
/// <param name="ToLastAnswer">Minutes from the alert to the last answer; null before.</param>
public sealed record Issue(
    IssueId Id, string Number, string Title, string State, bool Drill, int? Reach, int? Harm, bool? OwnTask, int? Proposed, int? Level, string? Reason, DateTimeOffset? ReviewAt, DateTimeOffset? AlertedAt,
    DateTimeOffset OpenedAt, AccountId OpenedBy, DateTimeOffset? RoomAt, DateTimeOffset? ClosedAt, string? Closing, int Version, int TipCount, IReadOnlyList<Tip> Tips, IReadOnlyList<IssueEntry> Log,
    IReadOnlyList<IssueRole> Roles, IReadOnlyList<IssueLine> Lines, AnswersSent? Sent, int? ToLine, int? ToLastAnswer, int? CardVersion, Guid? Narrative);

/// <summary>What the team sees. Lists are read by page; an issue shows its newest tips and counts the rest.</summary>
public static class ReadIssues
{
    public const int PageSize = 25;
    private const int TipsShown = 50;

    /// <summary>Open issues first, then closed, newest first; a page of <see cref="PageSize"/>.</summary>
    public static async Task<IReadOnlyList<IssueLineUp>> ListAsync(Municipality municipality, StaffMember staff, bool closed, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, string Number, byte[] Title, string State, bool Drill, int? Level, int Tips, DateTimeOffset OpenedAt, DateTimeOffset? ReviewAt, DateTimeOffset? ClosedAt)>(
            """
            select i.id, i.number, i.title, i.state, i.drill, i.level, (select count(*)::int from tip t where t.issue_id = i.id), i.opened_at, i.review_at, i.closed_at
            from issue i where (i.state = 'closed') = @closed order by i.opened_at desc, i.id limit @size offset @skip
            """,
            new { closed, size = PageSize + 1, skip = page * PageSize },
            cancel);
        var list = new List<IssueLineUp>();
        foreach (var row in rows)
        {
            list.Add(new IssueLineUp(
                new IssueId(row.Id), row.Number, await work.OpenTextAsync(row.Id, "issue", "title", row.Id, row.Title, cancel), row.State, row.Drill, row.Level, row.Tips, row.OpenedAt, row.ReviewAt, row.ClosedAt));
        }

        return list;
    }

    /// <summary>Groups of tips that wait, the one with the newest tip first; a page of <see cref="PageSize"/> groups, each with its newest tips.</summary>
    public static async Task<IReadOnlyList<TipGroup>> WaitingAsync(Municipality municipality, StaffMember staff, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var groups = await work.QueryAsync<(Guid Group, int Count)>(
            """
            select group_id, count(*)::int from tip where state = 'new' group by group_id
            order by bool_or(danger) desc, max(received_at) desc, group_id limit @size offset @skip
            """,
            new { size = PageSize + 1, skip = page * PageSize },
            cancel);
        var list = new List<TipGroup>();
        foreach (var (group, count) in groups)
        {
            var tips = await TipsAsync(work, 10, group, null, null, cancel);
            list.Add(new TipGroup(group, tips, SharedWords(tips), count));
        }

        return list;
    }

    public static async Task<Issue?> OneAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select id, number, title, state, drill, reach, harm, own_task as owntask, proposed_level as proposed, level, reason, review_at as reviewat, alerted_at as alertedat, opened_at as openedat,
              opened_by as openedby, room_at as roomat, closed_at as closedat, closing, card_version as cardversion, narrative_id as narrative, version from issue where number = @number
            """,
            new { number = number.ToUpperInvariant() },
            cancel);
        if (row is null)
        {
            return null;
        }

        var lines = await LinesAsync(work, row.Id, cancel);
        var tips = await TipsAsync(work, TipsShown, null, row.Id, null, cancel);
        var count = await work.SingleAsync<int>("select count(*)::int from tip where issue_id = @Id", new { row.Id }, cancel);
        var standing = lines.LastOrDefault(line => line.ApprovedAt is not null);
        var sent = standing is null ? null : await Answers.SentAsync(work, row.Id, standing.Version, cancel);
        var from = row.AlertedAt ?? row.OpenedAt;
        return new Issue(
            new IssueId(row.Id), row.Number, await work.OpenTextAsync(row.Id, "issue", "title", row.Id, row.Title, cancel), row.State, row.Drill, row.Reach, row.Harm, row.OwnTask, row.Proposed, row.Level,
            await work.OpenOptionalAsync(row.Id, "issue", "reason", row.Id, row.Reason, cancel), row.ReviewAt, row.AlertedAt, row.OpenedAt, new AccountId(row.OpenedBy), row.RoomAt, row.ClosedAt,
            await work.OpenOptionalAsync(row.Id, "issue", "closing", row.Id, row.Closing, cancel), row.Version, count, tips, await LogAsync(work, row.Id, cancel),
            [.. (await work.QueryAsync<(string Role, Guid Account, DateTimeOffset At)>("select role, account_id, entered_at from issue_role where issue_id = @Id order by entered_at, role, account_id", new { row.Id }, cancel))
                .Select(one => new IssueRole(one.Role, new AccountId(one.Account), one.At))],
            lines, sent, Minutes(from, lines.FirstOrDefault(line => line.ApprovedAt is not null)?.ApprovedAt), sent is { Answered: > 0 } ? Minutes(from, sent.LastAt) : null, row.CardVersion, row.Narrative);
    }

    /// <summary>One tip, for the page where somebody places it.</summary>
    public static async Task<Tip?> TipAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return null;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await TipsAsync(work, 1, null, null, number.ToUpperInvariant(), cancel) is [var tip] ? tip : null;
    }

    /// <summary>Those of an issue who rang and have not been rung the newest approved version, the oldest first; at most fifty.</summary>
    public static async Task<IReadOnlyList<Tip>> ToRingAsync(Municipality municipality, StaffMember staff, IssueId issue, int version, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var numbers = await work.QueryAsync<string>(
            """
            select t.number from tip t where t.issue_id = @issue and t.ring_back
              and not exists (select 1 from tip_answer a where a.tip_id = t.id and a.issue_id = @issue and a.version = @version)
            order by t.received_at, t.id limit 50
            """,
            new { issue = issue.Value, version },
            cancel);
        var tips = new List<Tip>();
        foreach (var number in numbers)
        {
            tips.AddRange(await TipsAsync(work, 1, null, null, number, cancel));
        }

        return tips;
    }

    private static int? Minutes(DateTimeOffset from, DateTimeOffset? to) => to is { } end ? (int)(end - from).TotalMinutes : null;

    // Words in more than half of them, as they are spelt in the newest: what a person can check with her own eyes.
    private static IReadOnlyList<string> SharedWords(IReadOnlyList<Tip> tips) => tips.Count < 2
        ? []
        : [.. tips.SelectMany(tip => TipText.WordsOf(tip.Text)).GroupBy(word => word).Where(word => word.Count() * 2 > tips.Count).OrderByDescending(word => word.Count()).ThenBy(word => word.Key, StringComparer.Ordinal).Select(word => word.Key).Take(8)];

    // Of a group those that wait, of an issue all of them, or the one with a number.
    private static async Task<IReadOnlyList<Tip>> TipsAsync(UnitOfWork work, int size, Guid? group, Guid? issue, string? number, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<TipRow>(
            """
            select id, number, received_at as receivedat, source, danger, drill, masked, body, state, group_id as grp, issue_id as issue, police_at as policeat, why, ring_back as ringback, version
            from tip where (group_id = @group and state = 'new') or issue_id = @issue or number = @number order by received_at desc, id desc limit @size
            """,
            new { group, issue, number, size },
            cancel);
        var tips = new List<Tip>();
        foreach (var row in rows)
        {
            tips.Add(new Tip(
                new TipId(row.Id), row.Number, row.ReceivedAt, row.Source, row.Danger, row.Drill, row.Masked, await work.OpenTextAsync(row.Id, "tip", "body", row.Id, row.Body, cancel), row.State, row.Grp,
                row.Issue is { } laid ? new IssueId(laid) : null, row.PoliceAt, await work.OpenOptionalAsync(row.Id, "tip", "why", row.Id, row.Why, cancel), row.RingBack, row.Version));
        }

        return tips;
    }

    private static async Task<IReadOnlyList<IssueEntry>> LogAsync(UnitOfWork work, Guid issue, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<LogRow>(
            """
            select id, kind, happened_at as happenedat, recorded_at as recordedat, author_id as author, body, act, channel
            from issue_entry where issue_id = @issue order by recorded_at desc, seq desc limit 500
            """,
            new { issue },
            cancel);
        var log = new List<IssueEntry>();
        foreach (var row in rows)
        {
            var body = await work.OpenAsync<IssueLog.EntryBody>(issue, "issue_entry", "body", row.Id, row.Body, cancel);
            log.Add(new IssueEntry(row.Id, row.Kind, row.HappenedAt, row.RecordedAt, row.Author is { } author ? new AccountId(author) : null, body.Text, body.Source, row.Act, body.Values ?? [], row.Channel == "police"));
        }

        return log;
    }

    private static async Task<IReadOnlyList<IssueLine>> LinesAsync(UnitOfWork work, Guid issue, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(int Version, byte[] Body, Guid Author, DateTimeOffset WrittenAt, DateTimeOffset? ApprovedAt)>(
            "select version, body, author_id, written_at, approved_at from issue_line where issue_id = @issue order by version", new { issue }, cancel);
        var approvals = await work.QueryAsync<(int Version, Guid Account, DateTimeOffset At)>(
            "select version, account_id, approved_at from line_approval where issue_id = @issue order by version, approved_at, account_id", new { issue }, cancel);
        var lines = new List<IssueLine>();
        foreach (var row in rows)
        {
            lines.Add(new IssueLine(
                row.Version, await work.OpenAsync<LineBody>(issue, "issue_line", $"body{row.Version}", issue, row.Body, cancel), new AccountId(row.Author), row.WrittenAt, row.ApprovedAt,
                [.. approvals.Where(one => one.Version == row.Version).Select(one => (new AccountId(one.Account), one.At))]));
        }

        return lines;
    }

    private sealed record LogRow(Guid Id, string Kind, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, Guid? Author, byte[] Body, string? Act, string Channel);

    private sealed record Row(
        Guid Id, string Number, byte[] Title, string State, bool Drill, int? Reach, int? Harm, bool? OwnTask, int? Proposed, int? Level, byte[]? Reason, DateTimeOffset? ReviewAt, DateTimeOffset? AlertedAt,
        DateTimeOffset OpenedAt, Guid OpenedBy, DateTimeOffset? RoomAt, DateTimeOffset? ClosedAt, byte[]? Closing, int? CardVersion, Guid? Narrative, int Version);

    private sealed record TipRow(
        Guid Id, string Number, DateTimeOffset ReceivedAt, string Source, bool Danger, bool Drill, bool Masked, byte[] Body, string State, Guid Grp, Guid? Issue, DateTimeOffset? PoliceAt, byte[]? Why, bool RingBack, int Version);
}
