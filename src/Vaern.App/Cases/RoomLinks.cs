using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>Another room of the same incident as this one sees it: that it exists and whom to call.</summary>
/// <param name="Unit">The other room's unit.</param>
/// <param name="Call">Who is responsible there, or who asked; null while nobody has answered.</param>
/// <param name="State">asked, linked or declined.</param>
/// <param name="Mine">True where this room asked.</param>
public sealed record RoomLink(Guid Id, UnitId Unit, string? Call, string? CallTitle, DateTimeOffset AskedAt, string State, bool Mine, int Version);

/// <summary>
/// Rooms of one incident: a pupil of another school, SSP, the children's duty. The link says that the other room exists and whom to call, never what it says;
/// content passes only as a transition with recipient, ground and preview.
/// </summary>
public static class RoomLinks
{
    /// <summary>Tells another unit that a case concerns it too, and whom to call. <c>room.unit</c>, <c>room.own</c>; asking twice asks once.</summary>
    public static Task<Result<Guid>> AskAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, UnitId unit, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (municipality.Units.Find(unit) is not { Open: true })
            {
                return new Error("room.unit", "There is no such unit.");
            }

            if (unit.Value == row.Unit)
            {
                return new Error("room.own", "The case is this unit's own.");
            }

            var added = await work.ExecuteAsync(
                """
                insert into room_link (id, from_case, to_unit, from_unit, asked_by, asked_at, state) values (@id, @caseId, @unit, @own, @me, @now, 'asked')
                on conflict do nothing
                """,
                new { id, caseId = row.Id, unit = unit.Value, own = row.Unit, me = staff.Account.Value, now = work.Now },
                cancel);
            if (added == 1)
            {
                await work.Streams.AppendAsync(row.Id, new StreamEvent("room.asked", $"unit:{unit.Value:N}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            }

            return id;
        }, cancel);

    /// <summary>Questions to the units where this person works on cases, the newest first: who asks, and whom to call. Nothing of the other case.</summary>
    public static async Task<IReadOnlyList<RoomLink>> InboxAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        var units = municipality.Units.All.Where(unit => staff.Can(Permission.WorkOnCases, unit.Id)).Select(unit => unit.Id.Value).ToArray();
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid Unit, Guid AskedBy, DateTimeOffset AskedAt, string State, int Version)>(
            """
            select id, from_unit, asked_by, asked_at, state, version from room_link where to_unit = any(@units) and state = 'asked'
            order by asked_at desc, id limit 50
            """,
            new { units },
            cancel);
        var links = new List<RoomLink>();
        foreach (var row in rows)
        {
            var person = await municipality.Staff.ProfileAsync(new AccountId(row.AskedBy), cancel);
            links.Add(new RoomLink(row.Id, new UnitId(row.Unit), person?.Name, person?.Title, row.AskedAt, row.State, Mine: false, row.Version));
        }

        return links;
    }

    /// <summary>Links an own case to the question. <c>room.stale</c>, <c>case.not-found</c>, <c>room.not-yours</c>.</summary>
    public static Task<Result<Guid>> LinkAsync(Municipality municipality, StaffMember staff, Guid link, CaseId own, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, own, async (work, row) =>
        {
            var changed = await work.ExecuteAsync(
                """
                update room_link set state = 'linked', to_case = @own, answered_by = @me, answered_at = @now, version = version + 1
                where id = @link and version = @version and state = 'asked' and to_unit = @unit
                """,
                new { link, own = row.Id, me = staff.Account.Value, now = work.Now, version, unit = row.Unit },
                cancel);
            if (changed == 0)
            {
                return new Error("room.stale", "The question is answered, or it is not to this unit.");
            }

            await work.Streams.AppendAsync(row.Id, new StreamEvent("room.linked", $"room:{link:N}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return link;
        }, cancel);

    /// <summary>Says that the unit has no case. <c>room.stale</c>, <c>room.not-yours</c>.</summary>
    public static async Task<Result<Guid>> DeclineAsync(Municipality municipality, StaffMember staff, Guid link, int version, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var unit = await work.FirstOrDefaultAsync<Guid?>("select to_unit from room_link where id = @link", new { link }, cancel);
        if (unit is not { } to || !staff.Can(Permission.WorkOnCases, new UnitId(to)))
        {
            return new Error("room.not-yours", "The question is not to your unit.");
        }

        var changed = await work.ExecuteAsync(
            "update room_link set state = 'declined', answered_by = @me, answered_at = @now, version = version + 1 where id = @link and version = @version and state = 'asked'",
            new { link, me = staff.Account.Value, now = work.Now, version },
            cancel);
        if (changed == 0)
        {
            return new Error("room.stale", "The question is answered.");
        }

        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("room.declined", $"room:{link:N}") { Role = staff.RoleIn(new UnitId(to)) }, cancel);
        await work.CommitAsync(cancel);
        return link;
    }

    internal static async Task<IReadOnlyList<RoomLink>> OfCaseAsync(Municipality municipality, UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, bool Mine, Guid Unit, Guid? Call, DateTimeOffset AskedAt, string State, int Version)>(
            """
            select id, from_case = @id, case when from_case = @id then to_unit else from_unit end, case when from_case = @id then answered_by else asked_by end, asked_at, state, version
            from room_link where from_case = @id or to_case = @id order by asked_at, id
            """,
            new { id = caseId.Value },
            cancel);
        var links = new List<RoomLink>();
        foreach (var row in rows)
        {
            var person = row.Call is { } call ? await municipality.Staff.ProfileAsync(new AccountId(call), cancel) : null;
            links.Add(new RoomLink(row.Id, new UnitId(row.Unit), person?.Name, person?.Title, row.AskedAt, row.State, row.Mine, row.Version));
        }

        return links;
    }
}
