using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Rights;

/// <summary>A hit as the room sees it: that a request is open, when it must be answered, and what the room has judged.</summary>
public sealed record RoomHit(Guid Id, string Request, string Subject, DateOnly Due, bool Weak, string Decision, string? Rule, DateTimeOffset? DecidedAt, bool IsOpen);

/// <summary>
/// The room judges what may be withheld (databeskyttelsesloven §§ 22–23): nothing, or this with reason and rule. When a parent asks, the child's confidence comes first: nothing is sent before
/// somebody has judged it.
/// </summary>
public static class JudgeHit
{
    /// <summary>The hits in a case, for whoever sees the case.</summary>
    public static async Task<IReadOnlyList<RoomHit>> OfCaseAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.SingleAsync<bool>("select not exists (select 1 from case_access where case_id = @id and account_id = @me)", new { id = caseId.Value, me = staff.Account.Value }, cancel))
        {
            return [];
        }

        await using var reading = await municipality.Database.BeginAsync(Acting.System, cancel);
        return await reading.QueryAsync<RoomHit>(
            """
            select h.id, r.number as request, h.subject, coalesce(r.extended_to, r.due_on) as due, h.weak, h.decision, h.rule, h.decided_at as decidedat, r.state in ('new', 'open') as isopen
            from rights_hit h join rights_request r on r.id = h.request_id where h.case_id = @id order by r.received_at desc, h.id
            """,
            new { id = caseId.Value }, cancel);
    }

    /// <summary>By somebody who can write in the case, or by the data protection officer. <c>rights.decision</c>, <c>reason.missing</c>, <c>rights.rule</c>, <c>rights.room-first</c>, <c>rights.not-found</c>, <c>rights.settled</c>.</summary>
    public static async Task<Result<Guid>> DecideAsync(Municipality municipality, StaffMember staff, Guid hit, string decision, string? reason, string? rule, CancellationToken cancel = default)
    {
        if (decision is not ("include" or "withhold" or "other-person"))
        {
            return new Error("rights.decision", "Choose what is to happen.");
        }

        if (decision != "include" && string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        if (decision == "withhold" && string.IsNullOrWhiteSpace(rule))
        {
            return new Error("rights.rule", "Name the ground.");
        }

        (Guid Request, Guid Record, string State, string Old, string Asker, bool InCase) row;
        await using (var looking = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            row = await looking.FirstOrDefaultAsync<(Guid, Guid, string, string, string, bool)>(
                "select h.request_id, h.record_id, r.state, h.decision, r.asker, h.case_id is not null from rights_hit h join rights_request r on r.id = h.request_id where h.id = @hit", new { hit }, cancel);
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        // A parent asks: the child's confidence comes first, and only the room knows of it.
        if (row is { Asker: "parent", InCase: true } && decision == "include"
            && !await work.SingleAsync<bool>("select may_write_case((select case_id from rights_hit where id = @hit))", new { hit }, cancel))
        {
            return new Error("rights.room-first", "The people of the case judge what a parent gets.");
        }

        var changed = await work.ExecuteAsync(
            "update rights_hit set decision = @decision, reason = @reason, rule = @rule, decided_by = @me, decided_at = @now where id = @hit and (may_write_case(case_id) or oversees())",
            new
            {
                hit, decision, rule = decision == "withhold" ? rule!.Trim() : null, me = staff.Account.Value, now = work.Now,
                reason = row.State is null ? null : await work.SealOptionalAsync(row.Request, "rights_hit", "reason", hit, reason, cancel),
            },
            cancel);
        if (changed == 0)
        {
            return RightsDesk.NotFound;
        }

        if (row.State is not ("new" or "open"))
        {
            return new Error("rights.settled", "The request has been answered.");
        }

        var told = new StreamEvent("rights.judged", $"hit:{hit:N}", new { old = row.Old, @new = decision, rule }, reason is null ? null : new { reason }) { Role = staff.Posts.Count > 0 ? staff.Posts[0].Role : "" };
        await work.Streams.AppendAsync(row.Request, told, cancel);
        await work.CommitAsync(cancel);
        return hit;
    }
}
