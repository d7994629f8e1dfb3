using System.Globalization;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>Drafts, reviews and publishes the week's bulletin. One person writes, another reviews; nothing in it names a person, holds a link or tells a number under five.</summary>
public static class Bulletins
{
    private const int Days = 7;
    private const int MostItems = 6;
    private const int TextLimit = 600;

    private const string Columns =
        """
        b.id, b.year, b.week, b.state, m.number as mandate, b.seen_from as seenfrom, b.seen_to as seento, b.shifts, b.sources, b.body, b.edited_by as editedby, b.reviewed_by as reviewedby,
        b.published_at as publishedat, b.expires_on as expireson, b.version
        """;

    /// <summary>Drafts this week's bulletin from the phenomena of the last seven days; the draft that is there is given back. <c>mandate.*</c>, <c>bulletin.nothing</c>.</summary>
    /// <param name="words">What stands ready for a kind, to be edited by the person.</param>
    public static async Task<Result<string>> DraftAsync(Municipality municipality, StaffMember staff, Func<string, BulletinWords> words, CancellationToken cancel = default)
    {
        if (!MayWrite(staff))
        {
            return new Error("bulletin.not-found", "Your role writes no bulletins.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var today = DanishTime.DayOf(work.Now);
        var (year, week) = (ISOWeek.GetYear(today.ToDateTime(TimeOnly.MinValue)), ISOWeek.GetWeekOfYear(today.ToDateTime(TimeOnly.MinValue)));
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('bulletin', @week))", new { week = (year * 100) + week }, cancel);
        if (await work.FirstOrDefaultAsync<int?>("select 1 from bulletin where year = @year and week = @week", new { year, week }, cancel) is not null)
        {
            return Key(year, week);
        }

        var mandate = (await MandateList.ApprovedAsync(work, cancel)).FirstOrDefault(one => one.StateOn(today) == "active");
        if (mandate is null)
        {
            return MandateCheck.None;
        }

        var (from, to) = (today.AddDays(-Days), today.AddDays(-1));
        var seen = await PhenomenonList.BetweenAsync(work, from, to, cancel);
        if (seen.Count == 0)
        {
            return new Error("bulletin.nothing", "Nothing was seen in the last seven days.");
        }

        var before = (await work.QueryAsync<(string Kind, int Number)>(
            "select kind, count(*)::int from phenomenon where gone_at is null and seen_on between @from and @to group by kind order by kind", new { from = from.AddDays(-Days), to = from.AddDays(-1) }, cancel)).ToDictionary(row => row.Kind, row => row.Number);
        var items = seen.GroupBy(one => one.Kind)
            .OrderByDescending(group => !before.ContainsKey(group.Key)).ThenByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostItems)
            .Select(group => new BulletinItem(
                group.Key, group.Count(), before.GetValueOrDefault(group.Key), group.GroupBy(one => one.Age).OrderByDescending(ages => ages.Count()).First().Key,
                group.Select(one => one.Platform).Distinct().Count(), [.. group.Select(one => one.Number)], words(group.Key)))
            .ToArray();
        var shifts = await work.SingleAsync<int>(
            "select count(*)::int from street_shift where started_at >= @from and started_at < @to", new { from = DanishTime.StartOf(from).ToUniversalTime(), to = DanishTime.StartOf(today).ToUniversalTime() }, cancel);
        var id = Guid.CreateVersion7();
        await StreetKeys.BeginAsync(work, id, new StreamEvent("bulletin.drafted", $"bulletin:{Key(year, week)}", new { from, to, kinds = items.Select(item => item.Kind) }) { Role = Mandates.RoleOf(staff) }, cancel);
        await work.ExecuteAsync(
            """
            insert into bulletin (id, mandate_id, year, week, state, seen_from, seen_to, shifts, sources, body, edited_by, edited_at)
            values (@id, @mandate, @year, @week, 'draft', @from, @to, @shifts, @sources, @body, @me, @now)
            """,
            new
            {
                id,
                mandate = mandate.Id,
                year,
                week,
                from,
                to,
                shifts,
                sources = mandate.Sources.Count,
                me = staff.Account.Value,
                now = work.Now,
                body = await work.SealAsync(id, "bulletin", "body", id, new BulletinBody(items), cancel),
            },
            cancel);
        await work.CommitAsync(cancel);
        return Key(year, week);
    }

    /// <summary>Saves the words of a draft, item by item; an item with an empty title is left out. <c>bulletin.empty</c>, <c>bulletin.too-long</c>, <c>bulletin.stale</c>, <c>words.*</c>.</summary>
    public static Task<Result<Guid>> SaveAsync(Municipality municipality, StaffMember staff, string key, IReadOnlyList<BulletinWords> words, bool notAName, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, key, version, async (work, bulletin) =>
        {
            if (bulletin.State != "draft" || words.Count != bulletin.Body.Items.Count)
            {
                return new Error("bulletin.stale", "It is published, or somebody else has changed it.");
            }

            BulletinItem[] items = [.. bulletin.Body.Items.Zip(words, (item, text) => item with { Words = text }).Where(item => !string.IsNullOrWhiteSpace(item.Words.Title))];
            var body = new BulletinBody(items);
            if (items.Length == 0 || items.Any(item => new[] { item.Words.Seen, item.Words.Say, item.Words.Avoid }.Any(string.IsNullOrWhiteSpace)))
            {
                return new Error("bulletin.empty", "Each phenomenon says what was seen, what one can say and what not to do.");
            }

            if (body.Words > BulletinBody.MostWords || items.Any(item => new[] { item.Words.Title, item.Words.Seen, item.Words.Say, item.Words.Avoid }.Any(text => text.Length > TextLimit)))
            {
                return new Error("bulletin.too-long", "It is longer than two minutes aloud.");
            }

            foreach (var text in items.SelectMany(item => new[] { item.Words.Title, item.Words.Seen, item.Words.Say, item.Words.Avoid }))
            {
                if (PersonWords.Fault(text, notAName) is { } person)
                {
                    return person;
                }
            }

            await work.ExecuteAsync(
                "update bulletin set body = @body, edited_by = @me, edited_at = @now, reviewed_by = null, version = version + 1 where id = @Id",
                new { bulletin.Id, me = staff.Account.Value, now = work.Now, body = await work.SealAsync(bulletin.Id, "bulletin", "body", bulletin.Id, body, cancel) },
                cancel);
            return new StreamEvent("bulletin.changed", Detail: new { kinds = items.Select(item => item.Kind), notAName }, Secret: new { old = bulletin.Body, @new = body });
        }, cancel);

    /// <summary>Another person than the one who wrote last has read it and publishes it, for a week. <c>bulletin.own</c>, <c>bulletin.too-long</c>, <c>bulletin.stale</c>.</summary>
    public static Task<Result<Guid>> PublishAsync(Municipality municipality, StaffMember staff, string key, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, key, version, async (work, bulletin) =>
        {
            if (bulletin.State != "draft")
            {
                return new Error("bulletin.stale", "It is published already.");
            }

            if (bulletin.EditedBy == staff.Account)
            {
                return new Error("bulletin.own", "Somebody else reviews what you wrote.");
            }

            if (bulletin.Body.Words > BulletinBody.MostWords)
            {
                return new Error("bulletin.too-long", "It is longer than two minutes aloud.");
            }

            var expires = DanishTime.DayOf(work.Now).AddDays(Days);
            await work.ExecuteAsync(
                "update bulletin set state = 'published', reviewed_by = @me, published_at = @now, expires_on = @expires, version = version + 1 where id = @Id",
                new { bulletin.Id, me = staff.Account.Value, now = work.Now, expires },
                cancel);
            return new StreamEvent("bulletin.published", Detail: new { old = "draft", @new = "published", expires });
        }, cancel);

    /// <summary>Takes a published one back at once. <c>bulletin.stale</c>.</summary>
    public static Task<Result<Guid>> WithdrawAsync(Municipality municipality, StaffMember staff, string key, int version, CancellationToken cancel = default) =>
        ChangeAsync(municipality, staff, key, version, async (work, bulletin) =>
        {
            if (bulletin.State != "published")
            {
                return new Error("bulletin.stale", "It is not published.");
            }

            await work.ExecuteAsync("update bulletin set state = 'withdrawn', version = version + 1 where id = @Id", new { bulletin.Id }, cancel);
            return new StreamEvent("bulletin.withdrawn", Detail: new { old = "published", @new = "withdrawn" });
        }, cancel);

    /// <summary>The latest first.</summary>
    public static async Task<IReadOnlyList<Bulletin>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await OpenAsync(work, await work.QueryAsync<Row>($"select {Columns} from bulletin b join mandate m on m.id = b.mandate_id order by b.year desc, b.week desc limit 60", cancel: cancel), cancel);
    }

    /// <summary>By its key, for the people of the street. <c>bulletin.not-found</c>.</summary>
    public static async Task<Result<Bulletin>> ReadAsync(Municipality municipality, StaffMember staff, string key, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await FindAsync(work, key, false, cancel) is { } found ? found : new Error("bulletin.not-found", "There is no such bulletin.");
    }

    /// <summary>A published one for everybody; the latest that holds today when no key is given. Null when there is none.</summary>
    public static async Task<Bulletin?> PublicAsync(Municipality municipality, string? key, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (key is not null)
        {
            return await FindAsync(work, key, false, cancel) is { State: "published" } found ? found : null;
        }

        var rows = await work.QueryAsync<Row>(
            $"select {Columns} from bulletin b join mandate m on m.id = b.mandate_id where b.state = 'published' and b.expires_on >= @today order by b.year desc, b.week desc limit 1",
            new { today = DanishTime.DayOf(work.Now) },
            cancel);
        return await OpenAsync(work, rows, cancel) is [var latest] ? latest : null;
    }

    private static bool MayWrite(StaffMember staff) => staff.Can(Permission.WorkOnTheStreet) || staff.Can(Permission.KeepMandates);

    private static string Key(int year, int week) => string.Create(CultureInfo.InvariantCulture, $"{year}-{week:00}");

    private static async Task<Result<Guid>> ChangeAsync(
        Municipality municipality, StaffMember staff, string key, int version, Func<UnitOfWork, Bulletin, Task<Result<StreamEvent>>> change, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!MayWrite(staff) || await FindAsync(work, key, true, cancel) is not { } bulletin)
        {
            return new Error("bulletin.not-found", "There is no such bulletin.");
        }

        if (bulletin.Version != version)
        {
            return new Error("bulletin.stale", "Somebody else has changed it.");
        }

        if (!(await change(work, bulletin)).TryGet(out var happened, out var error))
        {
            return error;
        }

        await work.Streams.AppendAsync(bulletin.Id, happened with { Role = Mandates.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return bulletin.Id;
    }

    private static async Task<Bulletin?> FindAsync(UnitOfWork work, string key, bool locked, CancellationToken cancel)
    {
        if (key.Split('-') is not [var year, var week] || !int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) || !int.TryParse(week, NumberStyles.None, CultureInfo.InvariantCulture, out var w))
        {
            return null;
        }

        var rows = await work.QueryAsync<Row>($"select {Columns} from bulletin b join mandate m on m.id = b.mandate_id where b.year = @y and b.week = @w {(locked ? "for update of b" : "")}", new { y, w }, cancel);
        return await OpenAsync(work, rows, cancel) is [var found] ? found : null;
    }

    private static async Task<IReadOnlyList<Bulletin>> OpenAsync(UnitOfWork work, IReadOnlyList<Row> rows, CancellationToken cancel)
    {
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Id)], cancel);
        var bulletins = new List<Bulletin>(rows.Count);
        foreach (var row in rows)
        {
            bulletins.Add(new Bulletin(
                row.Id, row.Year, row.Week, row.State, $"M-{row.Mandate}", row.SeenFrom, row.SeenTo, row.Shifts, row.Sources,
                await work.OpenAsync<BulletinBody>(row.Id, "bulletin", "body", row.Id, row.Body, cancel), new AccountId(row.EditedBy), row.ReviewedBy is { } by ? new AccountId(by) : null,
                row.PublishedAt, row.ExpiresOn, row.Version));
        }

        return bulletins;
    }

    private sealed record Row(
        Guid Id, int Year, int Week, string State, int Mandate, DateOnly SeenFrom, DateOnly SeenTo, int Shifts, int Sources, byte[] Body, Guid EditedBy, Guid? ReviewedBy, DateTimeOffset? PublishedAt,
        DateOnly? ExpiresOn, int Version);
}
