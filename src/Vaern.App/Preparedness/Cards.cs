using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Preparedness;

/// <summary>The versions of the card for rumours. A version never changes; an issue keeps the one it was worked by.</summary>
public static class Cards
{
    public const int TextLimit = 1_000;
    public const int MostSteps = 20;
    private const string Columns = "c.version, c.id, c.body, c.valid_from as validfrom, c.changed_by as changedby, i.number as issue";

    /// <summary>The version in force, or the one with this number.</summary>
    public static async Task<ResponseCard> ReadAsync(Municipality municipality, StaffMember staff, int? version = null, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await FindAsync(work, version, cancel);
    }

    /// <summary>All versions, the newest first.</summary>
    public static async Task<IReadOnlyList<ResponseCard>> HistoryAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var cards = new List<ResponseCard>();
        foreach (var row in await work.QueryAsync<Row>("select " + Columns + " from prep_card c left join issue i on i.id = c.issue_id where c.code = @Code order by c.version desc limit 200", new { ResponseCard.Rumour.Code }, cancel))
        {
            cards.Add(await OpenAsync(work, row, cancel));
        }

        return [.. cards, ResponseCard.Rumour];
    }

    internal static async Task<ResponseCard> FindAsync(UnitOfWork work, int? version, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<Row>(
            "select " + Columns + """
             from prep_card c left join issue i on i.id = c.issue_id
            where c.code = @Code and (c.version = @version or (@version::int is null and c.valid_from <= @today)) order by c.version desc limit 1
            """,
            new { ResponseCard.Rumour.Code, version, today = DanishTime.DayOf(work.Now) },
            cancel);
        return row is null ? ResponseCard.Rumour : await OpenAsync(work, row, cancel);
    }

    /// <summary>Makes the next version with one change, in force from today. <c>card.change</c>, <c>card.step</c>, <c>card.full</c>, <c>reason.missing</c>.</summary>
    internal static async Task<Result<int>> ChangeAsync(Municipality municipality, UnitOfWork work, StaffMember staff, Guid? issue, CardChange change, string why, CancellationToken cancel)
    {
        await work.ExecuteAsync("select pg_advisory_xact_lock(hashtext('preparedness.card'))", cancel: cancel);
        var newest = await work.SingleAsync<int>("select coalesce(max(version), 1) from prep_card where code = @Code", new { ResponseCard.Rumour.Code }, cancel);
        var card = await FindAsync(work, newest == 1 ? null : newest, cancel);
        if (string.IsNullOrWhiteSpace(why))
        {
            return new Error("reason.missing", "Say why the card changes.");
        }

        if (!Changed(municipality, card.Steps, change).TryGet(out var steps, out var error))
        {
            return error;
        }

        var (id, version) = (Guid.CreateVersion7(), newest + 1);
        await PrepKeys.BeginAsync(work, id, new StreamEvent("card.changed", $"card:{card.Code}", new { old = newest, @new = version, issue }, new { change, why }), cancel);
        await work.ExecuteAsync(
            """
            insert into prep_card (code, version, id, body, valid_from, changed_at, changed_by, issue_id) values (@Code, @version, @id, @body, @today, @now, @me, @issue)
            """,
            new
            {
                card.Code,
                version,
                id,
                today = DanishTime.DayOf(work.Now),
                now = work.Now,
                me = staff.Account.Value,
                issue,
                body = await work.SealAsync(id, "prep_card", "body", id, new Body(card.Title, steps, municipality.Masked(why)), cancel),
            },
            cancel);
        return version;
    }

    private static Result<CardStep[]> Changed(Municipality municipality, IReadOnlyList<CardStep> steps, CardChange change)
    {
        var at = steps.ToList().FindIndex(one => one.Key == change.Step);
        if (!string.IsNullOrEmpty(change.Step) && at < 0)
        {
            return new Error("card.step", "The card has no such step.");
        }

        if (change.Remove)
        {
            return at < 0 || steps.Count == 1 ? new Error("card.step", "Choose the step that goes.") : steps.Where(one => one.Key != change.Step).ToArray();
        }

        if (PrepKeys.Lacking("card.change", TextLimit, change.Title, change.How) is { } lacking)
        {
            return lacking;
        }

        if (!IssueLog.RoomRoles.Contains(change.Role) || change.Minutes is < 1 or > 20_160)
        {
            return new Error("card.change", "A step has a role and a time between one minute and two weeks.");
        }

        var (title, how) = (municipality.Masked(change.Title), municipality.Masked(change.How));
        var step = new CardStep(at < 0 ? $"trin-{steps.Count + 1}-{Guid.CreateVersion7():N}"[..20] : change.Step!, change.Role, change.Minutes, new LocalText(title, title), new LocalText(how, how));
        IEnumerable<CardStep> all = at < 0 ? steps.Append(step) : steps.Select(one => one.Key == step.Key ? step : one);
        return at < 0 && steps.Count >= MostSteps ? new Error("card.full", "A card has at most twenty steps.") : all.OrderBy(one => one.Minutes).ToArray();
    }

    private static async Task<ResponseCard> OpenAsync(UnitOfWork work, Row row, CancellationToken cancel)
    {
        var body = await work.OpenAsync<Body>(row.Id, "prep_card", "body", row.Id, row.Body, cancel);
        return new ResponseCard(ResponseCard.Rumour.Code, row.Version, body.Title, body.Steps, row.ValidFrom, body.Why, new AccountId(row.ChangedBy), row.Issue);
    }

    internal sealed record Body(LocalText Title, IReadOnlyList<CardStep> Steps, string Why);

    private sealed record Row(int Version, Guid Id, byte[] Body, DateOnly ValidFrom, Guid ChangedBy, string? Issue);
}
