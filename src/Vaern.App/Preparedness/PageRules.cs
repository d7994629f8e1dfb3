using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Preparedness;

/// <summary>One rule of the municipality's own pages; its number is its place.</summary>
public sealed record PageRule(string Title, string Text)
{
    public const int TextLimit = 600;
}

/// <summary>A version of the rules. Published it stands: a decision points at the version it was made under.</summary>
public sealed record PageRuleSet(int Version, IReadOnlyList<PageRule> Rules, AccountId Author, DateTimeOffset WrittenAt, DateOnly ValidFrom, DateTimeOffset? PublishedAt, AccountId? PublishedBy)
{
    /// <summary>The rule with this number, from one; null outside.</summary>
    public PageRule? Rule(int number) => number >= 1 && number <= Rules.Count ? Rules[number - 1] : null;
}

/// <summary>The published rules for comments: written by one, published by another, every version kept.</summary>
public static class PageRules
{
    public const int Most = 12;
    private const string Columns = "version, id, body, author_id as author, written_at as writtenat, valid_from as validfrom, published_at as publishedat, published_by as publishedby";

    /// <summary>Writes the next version, or changes the draft that waits. <c>rules.empty</c>, <c>rules.too-many</c>, <c>rules.day</c>, <c>preparedness.not-allowed</c>.</summary>
    public static async Task<Result<int>> WriteAsync(Municipality municipality, StaffMember staff, IReadOnlyList<PageRule> rules, DateOnly validFrom, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        var kept = rules.Where(rule => !string.IsNullOrWhiteSpace(rule.Title) || !string.IsNullOrWhiteSpace(rule.Text)).Select(rule => new PageRule(rule.Title.Trim(), rule.Text.Trim())).ToArray();
        if (kept.Length == 0 || kept.Any(rule => rule.Title.Length is 0 or > 120 || rule.Text.Length is 0 or > PageRule.TextLimit))
        {
            return new Error("rules.empty", "A rule has a short title and a text.");
        }

        if (kept.Length > Most)
        {
            return new Error("rules.too-many", "There are at most twelve rules.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (validFrom < DanishTime.DayOf(work.Now))
        {
            return new Error("rules.day", "Rules hold from today or later.");
        }

        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtext('preparedness.rules'))", cancel: cancel);
        var newest = await work.FirstOrDefaultAsync<(int Version, Guid Id, bool Published)?>("select version, id, published_at is not null from page_rules order by version desc limit 1", cancel: cancel);
        var draft = newest is { Published: false } waiting ? waiting : default;
        var (id, version) = draft.Version > 0 ? (draft.Id, draft.Version) : (Guid.CreateVersion7(), (newest?.Version ?? 0) + 1);
        if (draft.Version == 0)
        {
            await PrepKeys.BeginAsync(work, id, new StreamEvent("rules.written", $"rules:{version}", new { version, validFrom }, new { @new = kept }), cancel);
        }
        else
        {
            await work.Streams.AppendAsync(id, new StreamEvent("rules.changed", $"rules:{version}", new { version, validFrom }, new { @new = kept }), cancel);
        }

        await work.ExecuteAsync(
            """
            insert into page_rules (version, id, body, author_id, written_at, valid_from) values (@version, @id, @body, @me, @now, @validFrom)
            on conflict (version) do update set body = excluded.body, author_id = excluded.author_id, written_at = excluded.written_at, valid_from = excluded.valid_from
            """,
            new { version, id, validFrom, me = staff.Account.Value, now = work.Now, body = await work.SealAsync(id, "page_rules", "body", id, new Body(kept), cancel) },
            cancel);
        await work.CommitAsync(cancel);
        return version;
    }

    /// <summary>Another person publishes the draft. <c>rules.own</c>, <c>rules.none</c>, <c>preparedness.not-allowed</c>.</summary>
    public static async Task<Result<int>> PublishAsync(Municipality municipality, StaffMember staff, int version, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var draft = await work.FirstOrDefaultAsync<(Guid Id, Guid Author)?>("select id, author_id from page_rules where version = @version and published_at is null for update", new { version }, cancel);
        if (draft is not { } waiting)
        {
            return new Error("rules.none", "No draft waits under this number.");
        }

        if (waiting.Author == staff.Account.Value)
        {
            return new Error("rules.own", "You wrote them. Somebody else publishes them.");
        }

        await work.ExecuteAsync("update page_rules set published_at = @now, published_by = @me where version = @version", new { version, now = work.Now, me = staff.Account.Value }, cancel);
        await work.Streams.AppendAsync(waiting.Id, new StreamEvent("rules.published", $"rules:{version}", new { version }), cancel);
        await work.CommitAsync(cancel);
        return version;
    }

    /// <summary>What the public may read: the version in force first, then those before it.</summary>
    public static async Task<IReadOnlyList<PageRuleSet>> PublicAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<Row>($"select {Columns} from page_rules where published_at is not null and valid_from <= @today order by version desc limit 50", new { today = DanishTime.DayOf(work.Now) }, cancel);
        return await OpenAsync(work, rows, cancel);
    }

    /// <summary>All versions, a draft that waits included, the newest first.</summary>
    public static async Task<IReadOnlyList<PageRuleSet>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} from page_rules order by version desc limit 50", cancel: cancel), cancel);
    }

    /// <summary>A published version, or the one in force.</summary>
    internal static async Task<PageRuleSet?> FindAsync(UnitOfWork work, int? version, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<Row>(
            $"select {Columns} from page_rules where published_at is not null and (version = @version or (@version::int is null and valid_from <= @today)) order by version desc limit 1",
            new { version, today = DanishTime.DayOf(work.Now) },
            cancel);
        return await OpenAsync(work, rows, cancel) is [var found] ? found : null;
    }

    private static async Task<IReadOnlyList<PageRuleSet>> OpenAsync(UnitOfWork work, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var sets = new List<PageRuleSet>();
        foreach (var row in rows)
        {
            sets.Add(new PageRuleSet(
                row.Version, (await work.OpenAsync<Body>(row.Id, "page_rules", "body", row.Id, row.Body, cancel)).Rules, new AccountId(row.Author), row.WrittenAt, row.ValidFrom, row.PublishedAt,
                row.PublishedBy is { } by ? new AccountId(by) : null));
        }

        return sets;
    }

    internal sealed record Body(IReadOnlyList<PageRule> Rules);

    private sealed record Row(int Version, Guid Id, byte[] Body, Guid Author, DateTimeOffset WrittenAt, DateOnly ValidFrom, DateTimeOffset? PublishedAt, Guid? PublishedBy);
}
