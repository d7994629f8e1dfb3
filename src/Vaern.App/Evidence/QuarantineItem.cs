using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>
/// Marks a stored file as one that may show something sexual with somebody under 18. It is locked at once and shown to nobody any more;
/// packages that held it are gone; the case gets a record without a file and a task for two people. Whoever can see the file can mark it.
/// </summary>
public static class QuarantineItem
{
    /// <summary>Marks a piece of evidence by its label; a closed case too. Twice is once. Of a redacted copy the original is locked, and the copies go.</summary>
    /// <returns>The quarantine, or <c>case.not-found</c>, <c>evidence.not-found</c> (also for evidence without a file).</returns>
    public static async Task<Result<Guid>> MarkAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string label, string? note, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await CaseAsync(work, caseId.Value, cancel) is not { } row)
        {
            return new Error("case.not-found", "There is no such case, or it is not yours to see.");
        }

        var item = await work.FirstOrDefaultAsync<(Guid? Blob, Guid? Attachment, Guid? Report)>(
            """
            select i.blob_id, i.attachment_id, a.report_id
            from evidence_item named join evidence_item i on i.id = coalesce(named.derived_from, named.id) left join attachment a on a.id = i.attachment_id
            where named.case_id = @Id and named.label = @label
            """,
            new { row.Id, label },
            cancel);
        if (item.Blob is not { } blob)
        {
            return new Error("evidence.not-found", "There is no such file in the case.");
        }

        var locked = await LockAsync(work, blob, row.Id, row.Id, item.Report, item.Attachment, staff, note, cancel);
        if (locked.IsNew)
        {
            var role = staff.RoleIn(new UnitId(row.Unit));
            await QuarantineInCase.EnterAsync(work, row, locked.Id, role, cancel);
            await TellReportAsync(work, item.Report, item.Attachment, role, cancel);
            await work.CommitAsync(cancel);
        }

        return locked.Id;
    }

    /// <summary>Marks a file of a report, whether or not the report is tied to a case. Twice is once.</summary>
    /// <returns>The quarantine, or <c>file.not-found</c>.</returns>
    public static async Task<Result<Guid>> MarkReportFileAsync(
        Municipality municipality, StaffMember staff, ReportId report, Guid attachment, string? note, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var file = await work.FirstOrDefaultAsync<(Guid? Blob, Guid? Case, Guid Unit)>(
            """
            select a.blob_id, r.case_id, r.unit_id from attachment a join report r on r.id = a.report_id
            where a.id = @attachment and r.id = @report and may_read_report(r.id) for update of r
            """,
            new { attachment, report = report.Value },
            cancel);
        if (file.Blob is not { } blob)
        {
            return new Error("file.not-found", "The file does not exist or is not yours to see.");
        }

        var row = file.Case is { } caseId ? await CaseAsync(work, caseId, cancel) : null;
        var locked = await LockAsync(work, blob, report.Value, row?.Id, report.Value, attachment, staff, note, cancel);
        if (locked.IsNew)
        {
            var role = staff.RoleIn(new UnitId(file.Unit));
            if (row is not null)
            {
                await QuarantineInCase.EnterAsync(work, row, locked.Id, role, cancel);
            }
            else if (file.Case is not null)
            {
                // The case is closed to this person, not to the lock: its own part is done by the program.
                await JobQueue.EnqueueAsync(work, "evidence.quarantine", new { quarantine = locked.Id }, cancel: cancel);
            }

            await TellReportAsync(work, report.Value, attachment, role, cancel);
            await work.CommitAsync(cancel);
        }

        return locked.Id;
    }

    private static Task<CaseRow?> CaseAsync(UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        work.ActForLocking(caseId);
        return work.FirstOrDefaultAsync<CaseRow>($"select {CaseRow.Columns} from case_file c where c.id = @caseId for update", new { caseId }, cancel);
    }

    private static async Task<(Guid Id, bool IsNew)> LockAsync(
        UnitOfWork work, Guid blob, Guid key, Guid? caseId, Guid? report, Guid? attachment, StaffMember staff, string? note, CancellationToken cancel)
    {
        await BlobStore.LockAsync(work, blob, cancel);
        if (await work.FirstOrDefaultAsync<Guid?>("select id from quarantine where blob_id = @blob", new { blob }, cancel) is { } earlier)
        {
            return (earlier, false);
        }

        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            """
            insert into quarantine (id, blob_id, key_id, report_id, attachment_id, case_id, body, marked_by, marked_at)
            values (@id, @blob, @key, @report, @attachment, @caseId, @body, @me, @now)
            """,
            new
            {
                id,
                blob,
                key,
                report,
                attachment,
                caseId,
                me = staff.Account.Value,
                now = work.Now,
                body = await work.SealAsync(key, "quarantine", "body", id, new QuarantineBody(string.IsNullOrWhiteSpace(note) ? null : note.Trim(), null, null), cancel),
            },
            cancel);
        return (id, true);
    }

    private static async Task TellReportAsync(UnitOfWork work, Guid? report, Guid? attachment, string role, CancellationToken cancel)
    {
        if (report is { } id)
        {
            await work.Streams.AppendAsync(id, new StreamEvent("file.quarantined", $"attachment:{attachment:N}") { Role = role }, cancel);
            StaffNews.Tell(work, id);
        }
    }
}
