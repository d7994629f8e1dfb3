using System.Globalization;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Preparedness;

/// <summary>What an adult can say to a class: the words, answers to what children may ask, what to leave out, where to go with a worried child.</summary>
public sealed record TalkCardBody(string Say, string Questions, string Avoid, string Help)
{
    public const int PartLimit = 1_500;
}

/// <summary>A version of a talk card. Written by one, published by another, gone after its day.</summary>
public sealed record TalkCard(
    string Issue, int Version, TalkCardBody Body, AccountId Author, DateTimeOffset WrittenAt, DateOnly ExpiresOn, DateTimeOffset? PublishedAt, AccountId? PublishedBy, bool Drill);

/// <summary>The card that school leaders take into the first lesson. It says only what an approved answer says.</summary>
public static class TalkCards
{
    private const string Columns =
        "c.issue_id as issueid, c.version, c.body, c.author_id as author, c.written_at as writtenat, c.expires_on as expireson, c.published_at as publishedat, c.published_by as publishedby, c.drill";

    /// <summary>Writes the next version. <c>talk.empty</c>, <c>talk.expires</c> (after today, at most four weeks), <c>line.not-approved</c>, <c>line.stale</c>, <c>issue.*</c>.</summary>
    public static Task<Result<int>> WriteAsync(Municipality municipality, StaffMember staff, IssueId issue, TalkCardBody body, DateOnly expires, int after, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<int>(staff, issue, async (work, row) =>
        {
            var today = DanishTime.DayOf(work.Now);
            if (PrepKeys.Lacking("talk.empty", TalkCardBody.PartLimit, body.Say, body.Avoid, body.Help) is { } lacking)
            {
                return lacking;
            }

            if (body.Questions.Length > TalkCardBody.PartLimit)
            {
                return new Error("talk.empty", "A part has more than 1,500 characters.");
            }

            if (expires <= today || expires > today.AddDays(28))
            {
                return new Error("talk.expires", "A card ends between tomorrow and four weeks from now.");
            }

            if (!await work.SingleAsync<bool>("select exists (select 1 from issue_line where issue_id = @Id and approved_at is not null)", new { row.Id }, cancel))
            {
                return new Error("line.not-approved", "A card says what an approved line says.");
            }

            var newest = await work.SingleAsync<int>("select coalesce(max(version), 0) from talk_card where issue_id = @Id", new { row.Id }, cancel);
            if (newest != after)
            {
                return new Error("line.stale", "Somebody else has written a version.");
            }

            var version = newest + 1;
            var clean = new TalkCardBody(municipality.Masked(body.Say), municipality.Masked(body.Questions), municipality.Masked(body.Avoid), municipality.WithoutNames(body.Help));
            await work.ExecuteAsync(
                "insert into talk_card (issue_id, version, body, drill, author_id, written_at, expires_on) values (@Id, @version, @body, @Drill, @me, @now, @expires)",
                new { row.Id, version, row.Drill, body = await work.SealAsync(row.Id, "talk_card", $"body{version}", row.Id, clean, cancel), me = staff.Account.Value, now = work.Now, expires },
                cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("talk-card.written", $"issue:{row.Number}", new { version, expires }, new { @new = clean }), cancel);
            return version;
        }, cancel, alsoClosed: true);

    /// <summary>Another person publishes it; leaders of schools hear that there is news. In an exercise nobody does. <c>talk.own</c>, <c>line.stale</c>, <c>issue.*</c>.</summary>
    public static Task<Result<bool>> PublishAsync(Municipality municipality, StaffMember staff, IssueId issue, int version, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<bool>(staff, issue, async (work, row) =>
        {
            var card = await work.FirstOrDefaultAsync<(int Version, Guid Author, DateOnly Expires, bool Published)?>(
                "select version, author_id, expires_on, published_at is not null from talk_card where issue_id = @Id order by version desc limit 1 for update", new { row.Id }, cancel);
            if (card is not { } newest || newest.Version != version)
            {
                return new Error("line.stale", "There is a newer version.");
            }

            if (newest.Author == staff.Account.Value)
            {
                return new Error("talk.own", "You wrote it. Somebody else publishes it.");
            }

            if (newest.Published)
            {
                return true;
            }

            await work.ExecuteAsync("update talk_card set published_at = @now, published_by = @me where issue_id = @Id and version = @version", new { row.Id, version, now = work.Now, me = staff.Account.Value }, cancel);
            if (!row.Drill)
            {
                await work.ExecuteAsync(
                    """
                    insert into outbox (id, account_id, template, created_at)
                    select gen_random_uuid(), l.account_id, 'news', @now from account_with_role(array['school_leader', 'head_of_schools']) l
                    """,
                    new { now = work.Now },
                    cancel);
            }

            await work.LogAsync(row.Id, staff, "talk-card", cancel, version.ToString(CultureInfo.InvariantCulture), newest.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            await work.Streams.AppendAsync(row.Id, new StreamEvent("talk-card.published", $"issue:{row.Number}", new { version, newest.Expires }), cancel);
            return true;
        }, cancel, alsoClosed: true);

    /// <summary>The versions of an issue's card, the newest first.</summary>
    public static async Task<IReadOnlyList<TalkCard>> OfIssueAsync(Municipality municipality, StaffMember staff, IssueId issue, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns}, i.number from talk_card c join issue i on i.id = c.issue_id where c.issue_id = @id order by c.version desc", new { id = issue.Value }, cancel), cancel);
    }

    /// <summary>Cards that hold today, for everybody who works here; of each issue the newest published version.</summary>
    public static async Task<IReadOnlyList<TalkCard>> NowAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            $"""
            select distinct on (c.issue_id) {Columns}, '' as number from talk_card c where c.published_at is not null and not c.drill and c.expires_on >= @today
            order by c.issue_id, c.version desc limit 20
            """,
            new { today = DanishTime.DayOf(work.Now) },
            cancel);
        return [.. (await OpenAsync(work, rows, cancel)).OrderByDescending(card => card.PublishedAt)];
    }

    private static async Task<IReadOnlyList<TalkCard>> OpenAsync(UnitOfWork work, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        var cards = new List<TalkCard>();
        foreach (var row in rows)
        {
            cards.Add(new TalkCard(
                row.Number, row.Version, await work.OpenAsync<TalkCardBody>(row.IssueId, "talk_card", $"body{row.Version}", row.IssueId, row.Body, cancel), new AccountId(row.Author), row.WrittenAt,
                row.ExpiresOn, row.PublishedAt, row.PublishedBy is { } by ? new AccountId(by) : null, row.Drill));
        }

        return cards;
    }

    private sealed record Row(
        Guid IssueId, int Version, byte[] Body, Guid Author, DateTimeOffset WrittenAt, DateOnly ExpiresOn, DateTimeOffset? PublishedAt, Guid? PublishedBy, bool Drill, string Number);
}
