using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Sharing;

/// <summary>Another room in which the same incident is seen: that it exists and whom to call. Its number, title, state and content are not here.</summary>
public sealed record LinkedRoom(UnitId Unit, string Track, string Contact, string? Title, DateTimeOffset LinkedAt);

/// <summary>One incident, several lawful rooms. A link carries no content; content goes as a hand-over.</summary>
public static class LinkedRooms
{
    public static async Task<IReadOnlyList<LinkedRoom>> OfCaseAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rooms = new List<LinkedRoom>();
        foreach (var (unit, track, owner, at) in await work.QueryAsync<(Guid, string, Guid, DateTimeOffset)>("select unit_id, track, owner_id, linked_at from linked_rooms(@id)", new { id = caseId.Value }, cancel))
        {
            var profile = await municipality.Staff.ProfileAsync(new AccountId(owner), cancel);
            rooms.Add(new LinkedRoom(new UnitId(unit), track, profile?.Name ?? "–", profile?.Title, at));
        }

        return rooms;
    }

    /// <summary>Links two cases that one person can write in. <c>link.case</c> for a case that is not there or not theirs, <c>reason.missing</c>.</summary>
    public static Task<Result<Guid>> LinkAsync(Municipality municipality, StaffMember staff, CaseId caseId, string otherNumber, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            var other = await work.FirstOrDefaultAsync<Guid?>(
                "select id from case_file where number = @number and id <> @Id and may_write_case(id)", new { number = otherNumber.Trim().ToUpperInvariant(), row.Id }, cancel);
            if (other is not { } found)
            {
                return new Error("link.case", "There is no such case that you can write in.");
            }

            await work.ExecuteAsync("select link_rooms(@Id, @found, @now)", new { row.Id, found, now = work.Now }, cancel);
            foreach (var one in new[] { row.Id, found })
            {
                await work.Streams.AppendAsync(one, new StreamEvent("room.linked", null, null, new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            }

            return found;
        }, cancel);
}
