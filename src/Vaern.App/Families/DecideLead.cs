using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Families;

/// <summary>
/// A named person says whether what resembles each other is the same, and why. Only then is the case tied to the family, and nothing else follows: no clock, no
/// task, nothing about any person (GDPR art. 22). A rejected pair is not offered again.
/// </summary>
public static class DecideLead
{
    public const int ReasonLimit = 1_000;

    /// <returns>The number of the family when it was confirmed, empty when rejected; or <c>lead.not-found</c>, <c>lead.decided</c>, <c>reason.missing</c>, <c>reason.too-long</c>, <c>case.*</c>.</returns>
    public static Task<Result<string>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid lead, bool same, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<string>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (reason.Length > ReasonLimit)
            {
                return new Error("reason.too-long", "The reason is longer than it may be.");
            }

            var found = await work.FirstOrDefaultAsync<Row>(
                """
                select l.id, l.family_id as family, l.fingerprint_id as print, l.key_id as key, l.state
                from family_lead l left join report r on r.id = l.report_id where l.id = @lead and coalesce(l.case_id, r.case_id) = @Id for update of l
                """,
                new { lead, row.Id },
                cancel);
            if (found is null)
            {
                return new Error("lead.not-found", "There is no such resemblance in this case.");
            }

            if (found.State != "open")
            {
                return new Error("lead.decided", "Somebody else has decided it.");
            }

            await work.ExecuteAsync(
                "update family_lead set state = @state, decided_by = @me, decided_at = @now, reason = @reason, version = version + 1 where id = @lead",
                new
                {
                    lead,
                    state = same ? "confirmed" : "rejected",
                    me = staff.Account.Value,
                    now = work.Now,
                    reason = await work.SealAsync(found.Key, "family_lead", "reason", lead, reason.Trim(), cancel),
                },
                cancel);
            await work.Streams.AppendAsync(
                row.Id,
                new StreamEvent("family.lead-decided", $"lead:{lead:N}", new { old = "open", @new = same ? "confirmed" : "rejected" }, new { reason = reason.Trim() }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
                cancel);
            return same ? await JoinAsync(work, row, staff, found, cancel) : await PassByAsync(work, found, cancel);
        }, cancel);

    private static async Task<Result<string>> JoinAsync(UnitOfWork work, CaseRow row, StaffMember staff, Row lead, CancellationToken cancel)
    {
        await work.ExecuteAsync("select join_family(@Id, @now)", new { lead.Id, now = work.Now }, cancel);
        var number = await work.SingleAsync<string>("select number from family where id = @Family", new { lead.Family }, cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("family.joined", $"family:{number}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        await CoordinateFamily.BeginAsync(work, lead.Family, number, cancel);
        if (await work.FirstOrDefaultAsync<Guid?>("select family_contact(@Family)", new { lead.Family }, cancel) is { } contact && contact != staff.Account.Value)
        {
            await FamilyNews.ToAsync(work, contact, cancel);
        }

        return number;
    }

    // What is not that family may be the first of another.
    private static async Task<Result<string>> PassByAsync(UnitOfWork work, Row lead, CancellationToken cancel)
    {
        if (lead.Print is { } fingerprint)
        {
            await JobQueue.EnqueueAsync(work, "fingerprint.place", new { fingerprint }, cancel: cancel);
        }

        return "";
    }

    private sealed record Row(Guid Id, Guid Family, Guid? Print, Guid Key, string State);
}
