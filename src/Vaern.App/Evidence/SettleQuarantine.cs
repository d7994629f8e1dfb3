using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>
/// What happens to a locked file is for the police to say. Their answer is carried out by another person than the one who marked the
/// file, with a reason and the number the police gave: handed over, or its key destroyed. A file that was handed over stays locked.
/// </summary>
public static class SettleQuarantine
{
    /// <summary>Records that the police have taken the file over.</summary>
    /// <returns>Done, or <c>quarantine.not-found</c>, <c>quarantine.second-person</c>, <c>quarantine.settled</c>, <c>quarantine.police-missing</c>, <c>reason.missing</c>.</returns>
    public static Task<Result> HandOverAsync(
        Municipality municipality, StaffMember staff, Guid quarantine, string reason, string policeReference, CancellationToken cancel = default) =>
        SettleAsync(municipality, staff, quarantine, false, reason, policeReference, cancel);

    /// <summary>Destroys the file's key and its bytes. It can never be read again, from this database or from a later copy of it.</summary>
    /// <returns>As <see cref="HandOverAsync"/>.</returns>
    public static Task<Result> DestroyKeyAsync(
        Municipality municipality, StaffMember staff, Guid quarantine, string reason, string policeReference, CancellationToken cancel = default) =>
        SettleAsync(municipality, staff, quarantine, true, reason, policeReference, cancel);

    private static async Task<Result> SettleAsync(
        Municipality municipality, StaffMember staff, Guid quarantine, bool destroy, string reason, string policeReference, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select q.id, q.blob_id as blob, q.key_id as key, q.report_id as report, q.attachment_id as attachment, q.case_id as caseid, q.body, q.marked_by as markedby,
              q.handed_over_at as handedoverat, q.destroyed_at as destroyedat, q.referral_id as referralid,
              coalesce(i.label, h.label) as label, coalesce(c.unit_id, r.unit_id) as unit
            from quarantine q left join evidence_item i on i.id = q.item_id left join evidence_referral h on h.id = q.referral_id
              left join case_file c on c.id = q.case_id left join report r on r.id = q.report_id
            where q.id = @quarantine and (
              exists (select 1 from case_access a where a.case_id = q.case_id and a.account_id = @me and a.access = 'write')
              or exists (select 1 from report_access a where a.report_id = q.report_id and a.account_id = @me and a.access = 'content'))
            for update of q
            """,
            new { quarantine, me = staff.Account.Value },
            cancel);
        if (Fault(row, staff, destroy, reason, policeReference) is { } fault)
        {
            return fault;
        }

        await WriteAsync(work, row!, staff, destroy, new QuarantineBody.Decision(reason.Trim(), policeReference.Trim()), cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    private static Error? Fault(Row? row, StaffMember staff, bool destroy, string reason, string policeReference) => row switch
    {
        null => new Error("quarantine.not-found", "There is no such file, or it is not yours to decide on."),
        { DestroyedAt: not null } => new Error("quarantine.settled", "The file's key is already destroyed."),
        { HandedOverAt: not null } when !destroy => new Error("quarantine.settled", "The file is already handed over."),
        _ when row.MarkedBy == staff.Account.Value => new Error("quarantine.second-person", "It takes another person than the one who marked the file."),
        _ when string.IsNullOrWhiteSpace(reason) => new Error("reason.missing", "Say why."),
        _ when string.IsNullOrWhiteSpace(policeReference) => new Error("quarantine.police-missing", "Write the number that the police gave."),
        _ => null,
    };

    private static async Task WriteAsync(UnitOfWork work, Row row, StaffMember staff, bool destroy, QuarantineBody.Decision decision, CancellationToken cancel)
    {
        var role = row.Unit is { } unit ? staff.RoleIn(new UnitId(unit)) : "";
        var body = await work.OpenAsync<QuarantineBody>(row.Key, "quarantine", "body", row.Id, row.Body, cancel);
        var values = new
        {
            row.Id,
            row.Blob,
            me = staff.Account.Value,
            now = work.Now,
            body = await work.SealAsync(row.Key, "quarantine", "body", row.Id, destroy ? body with { Destroyed = decision } : body with { HandedOver = decision }, cancel),
        };
        await work.ExecuteAsync(
            destroy
                ? """
                  update quarantine set destroyed_by = @me, destroyed_at = @now, body = @body where id = @Id;
                  update evidence_item set state = 'deleted', version = version + 1 where blob_id = @Blob
                  """
                : "update quarantine set handed_over_by = @me, handed_over_at = @now, body = @body where id = @Id",
            values,
            cancel);
        if (destroy && row.Blob is { } blob)
        {
            await BlobStore.DestroyAsync(work, blob, cancel);
        }

        var happened = destroy ? "key-destroyed" : "handed-over";
        if (row.CaseId is { } caseId)
        {
            await Referrals.ReferenceAsync(work, caseId, row.ReferralId, decision.PoliceReference, cancel);
            await work.Streams.AppendAsync(
                AuditStreams.CustodyOf(caseId), new StreamEvent(destroy ? "deleted" : "transferred", row.Label, new { quarantine = row.Id }) { Reason = "S-1", Role = role }, cancel);
            await work.Streams.AppendAsync(caseId, new StreamEvent($"evidence.{happened}", $"evidence:{row.Label}", new { quarantine = row.Id }, decision) { Role = role }, cancel);
        }

        if (row.Report is { } report)
        {
            await work.Streams.AppendAsync(report, new StreamEvent($"file.{happened}", $"attachment:{row.Attachment:N}", new { quarantine = row.Id }, decision) { Role = role }, cancel);
        }
    }

    private sealed record Row(
        Guid Id, Guid? Blob, Guid Key, Guid? Report, Guid? Attachment, Guid? CaseId, byte[] Body, Guid MarkedBy,
        DateTimeOffset? HandedOverAt, DateTimeOffset? DestroyedAt, Guid? ReferralId, string? Label, Guid? Unit);
}
