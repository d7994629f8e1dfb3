using System.Security.Cryptography;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Learning.Courses;

/// <summary>
/// A school's courses as a calendar that a program fetches. Calendar programs do not sign in, so the address is the key: 128 random bits, kept as a hash, made anew when it
/// got into wrong hands. The calendar holds courses, times and places, and no person.
/// </summary>
public static class CalendarFeeds
{
    /// <summary>The token of a school's feed, or null where there is none. <c>course.not-found</c>.</summary>
    public static async Task<Result<string?>> TokenAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        if (!CourseOrders.MayOrder(municipality, staff, unit))
        {
            return CourseCatalogue.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var token = await work.FirstOrDefaultAsync<byte[]>("select token from calendar_feed where unit_id = @unit", new { unit = unit.Value }, cancel);
        return Result.Ok(await work.OpenOptionalAsync(municipality.Id, "calendar_feed", "token", unit.Value, token, cancel));
    }

    /// <summary>Makes a new address; the one before stops working. <c>course.not-found</c>.</summary>
    public static async Task<Result> RenewAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        if (!CourseOrders.MayOrder(municipality, staff, unit))
        {
            return CourseCatalogue.NotFound;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await work.ExecuteAsync("delete from calendar_feed where unit_id = @unit", new { unit = unit.Value }, cancel);
        await work.ExecuteAsync(
            "insert into calendar_feed (unit_id, token_hash, token, made_by, made_at) values (@unit, @hash, @token, @me, @now)",
            new { unit = unit.Value, hash = work.BlindIndex("calendar-feed", token), token = await work.SealAsync(municipality.Id, "calendar_feed", "token", unit.Value, token, cancel), me = staff.Account.Value, now = work.Now }, cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("calendar.renewed", $"unit:{unit.Value:N}") { Role = staff.RoleIn(unit) }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>The calendar behind a token: confirmed courses of the last year and those ahead. Null for a token that is none.</summary>
    public static async Task<string?> ReadAsync(Municipality municipality, string token, string host, CancellationToken cancel = default)
    {
        if (token.Length != 32)
        {
            return null;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await work.FirstOrDefaultAsync<Guid?>("select unit_id from calendar_feed where token_hash = @hash", new { hash = work.BlindIndex("calendar-feed", token) }, cancel) is not { } unit)
        {
            return null;
        }

        var orders = await CourseReading.OrdersAsync(
            municipality, work, "o.unit_id = @unit and o.state = 'confirmed' and exists (select 1 from course_session s where s.id = o.session_id and s.ends_at > @since)", new { unit, since = work.Now.AddYears(-1) }, cancel);
        var events = orders.Select(order => new CalendarEvent(
            $"{order.Id:N}@{host}", order.Session!.Sequence + order.Version, order.Grade is { } grade ? $"{order.Course.Words.Title} ({grade}. klasse)" : order.Course.Words.Title, order.Course.Words.Supplier,
            order.Session.Place, order.Session.StartsAt, order.Session.EndsAt, order.Session.CancelledAt is not null));
        return Calendar.Write($"Kurser – {municipality.Units[new UnitId(unit)].Name}", [.. events.OrderBy(one => one.StartsAt)], work.Now);
    }
}
