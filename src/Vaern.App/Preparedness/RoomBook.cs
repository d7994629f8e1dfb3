using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Preparedness;

/// <summary>Whom one rings: an office or a function, never a person.</summary>
/// <param name="Call">Telephone number; may be empty.</param>
/// <param name="When">When and about what.</param>
public sealed record ContactBody(string Office, string Call, string Mail, string When);

public sealed record BookContact(Guid Id, string Kind, ContactBody Body, DateOnly CheckedOn, int Version)
{
    /// <summary>Numbers are looked after twice a year.</summary>
    public bool IsOldOn(DateOnly today) => CheckedOn.AddDays(183) < today;
}

/// <summary>A day when rumours are likely.</summary>
public sealed record RiskBody(string Title, string Note);

public sealed record RiskDay(Guid Id, string Kind, DateOnly From, DateOnly To, RiskBody Body, int Version);

/// <summary>The contact book of offices and the calendar of days when something may begin.</summary>
public static class RoomBook
{
    public const int TextLimit = 500;
    public static readonly string[] ContactKinds = ["police", "health", "school", "media", "neighbour", "other"];
    public static readonly string[] RiskKinds = ["demonstration", "trial", "school-start", "event", "other"];

    /// <summary>Saves a contact; its number counts as checked today. <c>book.kind</c>, <c>contact.empty</c>, <c>book.stale</c>, <c>preparedness.not-allowed</c>.</summary>
    public static async Task<Result<Guid>> SaveContactAsync(Municipality municipality, StaffMember staff, Guid id, string kind, ContactBody body, int version, CancellationToken cancel = default)
    {
        if (!ContactKinds.Contains(kind))
        {
            return new Error("book.kind", "Choose what kind it is.");
        }

        if (PrepKeys.Lacking("contact.empty", TextLimit, body.Office) is not null || (string.IsNullOrWhiteSpace(body.Call) && string.IsNullOrWhiteSpace(body.Mail)) || new[] { body.Call, body.Mail, body.When }.Any(text => text.Length > TextLimit))
        {
            return new Error("contact.empty", "Say which office, and a number or a mail.");
        }

        var clean = new ContactBody(municipality.WithoutNames(body.Office), body.Call.Trim(), body.Mail.Trim(), municipality.WithoutNames(body.When));
        return await SaveAsync(municipality, staff, "prep_contact", id, version, "contact", new { kind }, clean, async work => await work.ExecuteAsync(
            """
            insert into prep_contact (id, kind, body, checked_on) values (@id, @kind, @body, @today)
            on conflict (id) do update set kind = excluded.kind, body = excluded.body, checked_on = excluded.checked_on, version = prep_contact.version + 1
            """,
            new { id, kind, today = DanishTime.DayOf(work.Now), body = await work.SealAsync(id, "prep_contact", "body", id, clean, cancel) }, cancel), cancel);
    }

    /// <summary>Saves a day. <c>risk.kind</c>, <c>risk.empty</c>, <c>risk.days</c> (at most a year, not before today), <c>book.stale</c>, <c>preparedness.not-allowed</c>.</summary>
    public static async Task<Result<Guid>> SaveDayAsync(Municipality municipality, StaffMember staff, Guid id, string kind, DateOnly from, DateOnly to, RiskBody body, int version, CancellationToken cancel = default)
    {
        if (!RiskKinds.Contains(kind))
        {
            return new Error("risk.kind", "Choose what kind of day it is.");
        }

        if (PrepKeys.Lacking("risk.empty", TextLimit, body.Title) is not null || body.Note.Length > TextLimit)
        {
            return new Error("risk.empty", "Say what happens, in at most 500 characters.");
        }

        if (to < from || to.DayNumber - from.DayNumber > 366 || to < DanishTime.DayOf(municipality.Now))
        {
            return new Error("risk.days", "The days are in order, within a year and not past.");
        }

        var clean = new RiskBody(municipality.Masked(body.Title), municipality.Masked(body.Note));
        return await SaveAsync(municipality, staff, "risk_day", id, version, "risk-day", new { kind, from, to }, clean, async work => await work.ExecuteAsync(
            """
            insert into risk_day (id, kind, starts_on, ends_on, body, made_at, made_by) values (@id, @kind, @from, @to, @body, @now, @me)
            on conflict (id) do update set kind = excluded.kind, starts_on = excluded.starts_on, ends_on = excluded.ends_on, body = excluded.body, version = risk_day.version + 1
            """,
            new { id, kind, from, to, now = work.Now, me = staff.Account.Value, body = await work.SealAsync(id, "risk_day", "body", id, clean, cancel) }, cancel), cancel);
    }

    /// <summary>Takes one out. <c>book.not-found</c>, <c>preparedness.not-allowed</c>.</summary>
    /// <param name="day">A day; otherwise a contact.</param>
    public static async Task<Result<bool>> RemoveAsync(Municipality municipality, StaffMember staff, Guid id, bool day, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var sql = day ? "update risk_day set gone_at = @now where id = @id and gone_at is null" : "update prep_contact set gone_at = @now where id = @id and gone_at is null";
        if (await work.ExecuteAsync(sql, new { id, now = work.Now }, cancel) == 0)
        {
            return new Error("book.not-found", "It is gone already.");
        }

        await work.Streams.AppendAsync(id, new StreamEvent(day ? "risk-day.removed" : "contact.removed"), cancel);
        await work.CommitAsync(cancel);
        return true;
    }

    /// <summary>All contacts, by kind in the order of <see cref="ContactKinds"/>; at most two hundred.</summary>
    public static async Task<IReadOnlyList<BookContact>> ContactsAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var list = new List<BookContact>();
        foreach (var row in await work.QueryAsync<(Guid Id, string Kind, byte[] Body, DateOnly CheckedOn, int Version)>(
            "select id, kind, body, checked_on, version from prep_contact where gone_at is null order by array_position(@kinds, kind), id limit 200", new { kinds = ContactKinds }, cancel))
        {
            list.Add(new BookContact(row.Id, row.Kind, await work.OpenAsync<ContactBody>(row.Id, "prep_contact", "body", row.Id, row.Body, cancel), row.CheckedOn, row.Version));
        }

        return list;
    }

    /// <summary>Days that are not past and begin before <paramref name="until"/>, the nearest first; at most two hundred.</summary>
    public static async Task<IReadOnlyList<RiskDay>> DaysAsync(Municipality municipality, StaffMember staff, DateOnly until, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var list = new List<RiskDay>();
        foreach (var row in await work.QueryAsync<(Guid Id, string Kind, DateOnly From, DateOnly To, byte[] Body, int Version)>(
            "select id, kind, starts_on, ends_on, body, version from risk_day where gone_at is null and ends_on >= @today and starts_on <= @until order by starts_on, id limit 200",
            new { today = DanishTime.DayOf(work.Now), until }, cancel))
        {
            list.Add(new RiskDay(row.Id, row.Kind, row.From, row.To, await work.OpenAsync<RiskBody>(row.Id, "risk_day", "body", row.Id, row.Body, cancel), row.Version));
        }

        return list;
    }

    private static async Task<Result<Guid>> SaveAsync<T>(
        Municipality municipality, StaffMember staff, string table, Guid id, int version, string what, object detail, T body, Func<UnitOfWork, Task> write, CancellationToken cancel)
        where T : class
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("preparedness.not-allowed", "Your role does not work in the preparedness.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var known = await work.FirstOrDefaultAsync<int?>(
            table == "risk_day" ? "select version from risk_day where id = @id for update" : "select version from prep_contact where id = @id for update", new { id }, cancel);
        if (known is { } stands && stands != version)
        {
            // The same form pressed twice carries version 0 and the id that stands.
            return version == 0 && stands == 1 ? id : new Error("book.stale", "Somebody else has changed it.");
        }

        if (known is null)
        {
            await PrepKeys.BeginAsync(work, id, new StreamEvent($"{what}.added", $"{what}:{id:N}", detail, body), cancel);
        }
        else
        {
            await work.Streams.AppendAsync(id, new StreamEvent($"{what}.changed", $"{what}:{id:N}", detail, body), cancel);
        }

        await write(work);
        await work.CommitAsync(cancel);
        return id;
    }
}
