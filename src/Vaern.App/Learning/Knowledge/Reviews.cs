using Vaern.App.Accounts;
using Vaern.App.Learning.Library;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.Knowledge;

/// <summary>The municipality's own word on the shared texts: somebody of the team has gone through one, and it holds until a day. A new version of the text must be gone through anew.</summary>
public static class Reviews
{
    /// <summary>How the shared texts stand, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, SheetStanding>> StandingsAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        return await StandingsAsync(work, cancel);
    }

    /// <summary>How one text stands, in whatever language it is shown: the review of the Danish original counts for all.</summary>
    public static async Task<SheetStanding> StandingAsync(Municipality municipality, Sheet sheet, CancellationToken cancel = default)
    {
        var original = Library.Library.Find(sheet.Kind, sheet.Slug, "da") ?? sheet;
        return (await StandingsAsync(municipality, cancel)).TryGetValue(original.Name, out var standing) ? standing with { Sheet = sheet } : Of(sheet);
    }

    /// <summary>Says that a text has been gone through. <c>knowledge.not-found</c>, <c>knowledge.expires</c> (after today, within a year).</summary>
    public static async Task<Result<Guid>> ReviewAsync(Municipality municipality, StaffMember staff, string name, Guid id, DateOnly expires, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.AnswerSparring) || Library.Library.All.FirstOrDefault(one => one.Name == name) is not { } sheet)
        {
            return KnowledgeItems.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var today = DanishTime.DayOf(work.Now);
        if (expires <= today || expires > today.AddYears(1))
        {
            return new Error("knowledge.expires", "A day within a year.");
        }

        var old = (await StandingsAsync(work, cancel))[name].Expires;
        var kept = await work.ExecuteAsync(
            """
            insert into knowledge_review (id, name, sheet_version, reviewed_on, reviewed_by, expires_on, made_at)
            values (@id, @name, @Version, @today, @me, @expires, @now) on conflict (id) do nothing
            """,
            new { id, name, sheet.Version, today, me = staff.Account.Value, expires, now = work.Now }, cancel);
        if (kept == 1)
        {
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("knowledge.sheet-reviewed", Detail: new { sheet = name, sheet.Version, old, @new = expires }) { Role = "safety_team" }, cancel);
            await work.CommitAsync(cancel);
        }

        return id;
    }

    internal static async Task<IReadOnlyDictionary<string, SheetStanding>> StandingsAsync(UnitOfWork work, CancellationToken cancel)
    {
        var reviews = (await work.QueryAsync<(string Name, int Version, DateOnly On, Guid By, DateOnly Expires)>(
            "select distinct on (name) name, sheet_version, reviewed_on, reviewed_by, expires_on from knowledge_review order by name, made_at desc, id desc", cancel: cancel)).ToDictionary(row => row.Name);
        return Library.Library.All.ToDictionary(
            sheet => sheet.Name,
            sheet => reviews.TryGetValue(sheet.Name, out var review) && review.Version == sheet.Version ? new SheetStanding(sheet, review.On, review.Expires, new AccountId(review.By)) : Of(sheet));
    }

    /// <summary>Tells the team once of each text and item that has stopped holding.</summary>
    internal static async Task RemindAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var today = DanishTime.DayOf(work.Now);
        var expired = (await StandingsAsync(work, cancel)).Values.Where(standing => standing.IsExpired(today)).Select(standing => (standing.Sheet.Name, standing.Expires))
            .Concat(await work.QueryAsync<(string, DateOnly)>("select number, expires_on from knowledge_item where state = 'published' and expires_on < @today order by number limit 500", new { today }, cancel)).ToArray();
        var news = 0;
        foreach (var (name, on) in expired)
        {
            news += await work.ExecuteAsync("insert into knowledge_notice (name, expired_on, told_at) values (@name, @on, @now) on conflict do nothing", new { name, on, now = work.Now }, cancel);
        }

        if (news > 0)
        {
            await Sparring.SparringRoom.TellTeamAsync(work, cancel);
            await work.CommitAsync(cancel);
        }
    }

    private static SheetStanding Of(Sheet sheet) => new(sheet, sheet.Reviewed, sheet.Expires, null);
}
