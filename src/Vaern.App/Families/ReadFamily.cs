using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Families;

/// <summary>A room of a family that the person may open.</summary>
public sealed record FamilyRoom(CaseId Case, string Number, string Title, UnitId Unit, string State, bool MayWrite, DateTimeOffset LinkedAt);

/// <summary>How the one hand-over to the police stands. <paramref name="State"/> is waiting, approved or received.</summary>
public sealed record PoliceStatus(string State, DateTimeOffset AskedAt, DateTimeOffset? DecidedAt, DateTimeOffset? ReceivedAt);

/// <summary>How the one removal stands: in how many places the content is still up, and from how many it is gone.</summary>
public sealed record RemovalStatus(int Up, int Removed);

/// <summary>What the rooms of a family see of it.</summary>
/// <param name="Others">How many rooms there are that the person may not open. Nothing else is said of them.</param>
/// <param name="Removal">Null where nobody coordinates, or the program has no removal.</param>
/// <param name="CoordinatorRoom">The room it is coordinated from, where the person may open it.</param>
public sealed record FamilyInside(
    string Kind, DateTimeOffset FirstSeen, IReadOnlyList<FamilyRoom> Rooms, int Others, bool CoordinatedByMe, FamilyRoom? CoordinatorRoom, PoliceStatus? Police, RemovalStatus? Removal, bool Dropped, int Version);

/// <summary>A family: for somebody without a room in it no more than that it exists and whom to call.</summary>
/// <param name="Contact">The coordinator; before there is one whoever owns the oldest room.</param>
/// <param name="Inside">Null for somebody without a room in it.</param>
public sealed record FamilyView(Guid Id, string Number, string? Contact, string? ContactTitle, FamilyInside? Inside);

/// <summary>Opens a family by its number.</summary>
public static class ReadFamily
{
    /// <returns>The family, or <c>family.not-found</c> also for somebody whose posts have nothing to do with cases.</returns>
    public static async Task<Result<FamilyView>> HandleAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var id = await work.FirstOrDefaultAsync<Guid?>("select family_named(@number)", new { number }, cancel);
        var row = id is null ? null : await work.SingleAsync<Row>(
            "select in_family(@id) as inside, family_contact(@id) as contact, exists (select from family_lead where family_id = @id) as led", new { id }, cancel);
        if (row is null || !(row.Inside || row.Led || staff.Can(Permission.WorkOnCases) || staff.Can(Permission.AnswerReports)))
        {
            return new Error("family.not-found", "There is no such family, or it is not yours to see.");
        }

        var contact = row.Contact is { } account ? await municipality.Staff.ProfileAsync(new AccountId(account), cancel) : null;
        return new FamilyView(id!.Value, number, contact?.Name, contact?.Title, row.Inside ? await InsideAsync(work, staff, id.Value, cancel) : null);
    }

    private static async Task<FamilyInside> InsideAsync(UnitOfWork work, StaffMember staff, Guid id, CancellationToken cancel)
    {
        var family = await work.SingleAsync<FamilyRow>(
            "select kind, first_seen as firstseen, coordinator_id as coordinator, coordinator_case as room, dropped_at is not null as dropped, version from family where id = @id", new { id }, cancel);
        var rows = await work.QueryAsync<RoomRow>(
            """
            select r.case_id as case, r.linked_at as linkedat, c.number, c.title, c.unit_id as unit, c.state, coalesce(a.access = 'write', false) as maywrite
            from family_case r left join case_file c on c.id = r.case_id left join case_access a on a.case_id = c.id and a.account_id = @me
            where r.family_id = @id order by r.linked_at, r.case_id
            """,
            new { id, me = staff.Account.Value },
            cancel);
        var seen = rows.Where(row => row.Number is not null).ToList();
        await work.Keys.OpenAllAsync([.. seen.Select(row => row.Case)], cancel);
        var rooms = new List<FamilyRoom>();
        foreach (var row in seen)
        {
            rooms.Add(new FamilyRoom(
                new CaseId(row.Case), row.Number!, await work.OpenTextAsync(row.Case, "case_file", "title", row.Case, row.Title!, cancel), new UnitId(row.Unit!.Value), row.State!, row.MayWrite, row.LinkedAt));
        }

        var police = await work.FirstOrDefaultAsync<PoliceStatus>(
            "select state, asked_at as askedat, decided_at as decidedat, received_at as receivedat from family_police(@id)", new { id }, cancel);
        var removal = await work.FirstOrDefaultAsync<RemovalStatus>("select up, removed from family_removal(@id)", new { id }, cancel);
        return new FamilyInside(
            family.Kind, family.FirstSeen, rooms, rows.Count - rooms.Count, family.Coordinator == staff.Account.Value,
            rooms.FirstOrDefault(room => room.Case.Value == family.Room), police, removal, family.Dropped, family.Version);
    }

    private sealed record Row(bool Inside, Guid? Contact, bool Led);

    private sealed record FamilyRow(string Kind, DateTimeOffset FirstSeen, Guid? Coordinator, Guid? Room, bool Dropped, int Version);

    private sealed record RoomRow(Guid Case, DateTimeOffset LinkedAt, string? Number, byte[]? Title, Guid? Unit, string? State, bool MayWrite);
}
