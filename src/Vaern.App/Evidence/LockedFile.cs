using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Evidence;

/// <summary>The task that takes two, as it stands. <paramref name="First"/> has signed when a second person is still missing.</summary>
public sealed record TwoPersonTask(Guid Id, bool IsOpen, string? First);

/// <summary>One locked file with what surrounds it, so that nobody stands before a locked door without knowing what to do.</summary>
/// <param name="Case">The number of its case, when the person may see it.</param>
/// <param name="Report">The number of the report it came with, when the person may read it.</param>
/// <param name="MayWrite">True when the person may decide in the case or the report; a second person is still needed.</param>
public sealed record LockedFile(Quarantine Lock, string? Case, string? Report, TwoPersonTask? Task, bool MayWrite)
{
    /// <summary>The file's lock with its surroundings; <c>quarantine.not-found</c> also for one that is not the person's to see.</summary>
    public static async Task<Result<LockedFile>> FindAsync(Municipality municipality, StaffMember staff, Guid quarantine, CancellationToken cancel = default)
    {
        Row? row;
        TwoPersonTask? task = null;
        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel))
        {
            row = await work.FirstOrDefaultAsync<Row>(
                """
                select q.case_id as caseid, q.report_id as reportid, c.number as casenumber, r.number as reportnumber, coalesce(i.label, h.label) as label,
                  exists (select 1 from case_access a where a.case_id = q.case_id and a.account_id = @me and a.access = 'write')
                  or exists (select 1 from report_access a where a.report_id = q.report_id and a.account_id = @me and a.access = 'content') as maywrite
                from quarantine q left join case_file c on c.id = q.case_id left join evidence_item i on i.id = q.item_id
                  left join evidence_referral h on h.id = q.referral_id left join report r on r.id = q.report_id
                where q.id = @quarantine
                """,
                new { quarantine, me = staff.Account.Value },
                cancel);
            if (row is { CaseId: { } caseId, CaseNumber: not null, Label: { } label })
            {
                task = await TaskAsync(municipality, work, caseId, label, cancel);
            }
        }

        if (row is null)
        {
            return new Error("quarantine.not-found", "There is no such file, or it is not yours to see.");
        }

        var locks = row.CaseId is { } inCase
            ? await Quarantines.OfCaseAsync(municipality, staff, new CaseId(inCase), cancel)
            : [];
        var found = locks.FirstOrDefault(one => one.Id == quarantine);
        found ??= (await Quarantines.OfReportAsync(municipality, staff, new ReportId(row.ReportId ?? Guid.Empty), cancel)).FirstOrDefault(one => one.Id == quarantine);
        return found is null
            ? new Error("quarantine.not-found", "There is no such file, or it is not yours to see.")
            : new LockedFile(found, row.CaseNumber, row.ReportNumber, task, row.MayWrite);
    }

    // The task's words end with the label of what was locked; they are sealed, so it is found by reading them.
    private static async Task<TwoPersonTask?> TaskAsync(Municipality municipality, UnitOfWork work, Guid caseId, string label, CancellationToken cancel)
    {
        var tasks = await work.QueryAsync<(Guid Id, byte[] Title, string State, Guid? First)>(
            "select id, title, state, first_by from task where case_id = @caseId and step = @step order by position, id", new { caseId, step = QuarantineInCase.Step }, cancel);
        foreach (var task in tasks)
        {
            var title = await work.OpenTextAsync(caseId, "task", "title", task.Id, task.Title, cancel);
            if (title.EndsWith(": " + label, StringComparison.Ordinal))
            {
                return new TwoPersonTask(task.Id, task.State == "open", task.First is { } first ? await municipality.Staff.NameAsync(new AccountId(first), cancel) : null);
            }
        }

        return null;
    }

    private sealed record Row(Guid? CaseId, Guid? ReportId, string? CaseNumber, string? ReportNumber, string? Label, bool MayWrite);
}
