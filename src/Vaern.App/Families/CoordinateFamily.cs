using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Families;

/// <summary>One person coordinates a family from one of its rooms: one removal, one hand-over to the police.</summary>
public static class CoordinateFamily
{
    /// <summary>Takes the coordination over, from whoever had it; they are told. <c>family.not-found</c>, <c>family.stale</c>, <c>reason.missing</c>, <c>case.*</c>.</summary>
    /// <param name="caseId">The room from which it is done; the person writes in it.</param>
    public static Task<Result<Guid>> TakeAsync(
        Municipality municipality, StaffMember staff, string number, CaseId caseId, string reason, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            var family = await work.FirstOrDefaultAsync<Row>(
                """
                select f.id, f.coordinator_id as coordinator, f.version from family f
                where f.number = @number and exists (select from family_case r where r.family_id = f.id and r.case_id = @Id) for update
                """,
                new { number, row.Id },
                cancel);
            if (family is null)
            {
                return new Error("family.not-found", "There is no such family, or the case is not in it.");
            }

            if (family.Version != version)
            {
                return new Error("family.stale", "Somebody else has changed it.");
            }

            await work.ExecuteAsync(
                "update family set coordinator_id = @me, coordinator_case = @room, coordinated_at = @now, version = version + 1 where id = @Id",
                new { family.Id, me = staff.Account.Value, room = row.Id, now = work.Now },
                cancel);
            await work.Streams.AppendAsync(
                row.Id,
                new StreamEvent("family.coordinator", $"family:{number}", new { old = family.Coordinator, @new = staff.Account.Value }, new { reason = reason.Trim() }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
                cancel);
            if (family.Coordinator is { } earlier && earlier != staff.Account.Value)
            {
                await FamilyNews.ToAsync(work, earlier, cancel);
            }

            return family.Id;
        }, cancel, alsoClosed: false);

    /// <summary>Where two rooms have met and nobody coordinates yet, the owner of the oldest does, until somebody takes it over.</summary>
    internal static async Task BeginAsync(UnitOfWork work, Guid family, string number, CancellationToken cancel)
    {
        if (await work.FirstOrDefaultAsync<Guid?>("select begin_coordination(@family, @now)", new { family, now = work.Now }, cancel) is not { } coordinator)
        {
            return;
        }

        var room = await work.SingleAsync<Guid>("select coordinator_case from family where id = @family", new { family }, cancel);
        await work.Streams.AppendAsync(room, new StreamEvent("family.coordinator", $"family:{number}", new { old = (Guid?)null, @new = coordinator }), cancel);
        await FamilyNews.ToAsync(work, coordinator, cancel);
    }

    private sealed record Row(Guid Id, Guid? Coordinator, int Version);
}
