using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Sharing;

/// <summary>Marks what belongs to an investigation, so that no ground of prevention lets it leave (retsplejeloven § 115).</summary>
public static class InvestigationMarks
{
    /// <summary>Sets the marks of a case to exactly these. Subjects are labels of evidence, or ids of entries without hyphens; others are passed over.</summary>
    public static Task<Result<Guid>> SetAsync(Municipality municipality, StaffMember staff, CaseId caseId, IReadOnlyCollection<string> subjects, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var offer = await HandOverOffer.ReadAsync(work, caseId, cancel);
            var known = offer.Parts.Select(part => (Subject: part.Part.Label, part.IsBlocked)).Concat(offer.Entries.Select(entry => (Subject: entry.Id.ToString("N"), entry.IsBlocked))).ToList();
            string[] added = [.. known.Where(one => !one.IsBlocked && subjects.Contains(one.Subject)).Select(one => one.Subject)];
            string[] taken = [.. known.Where(one => one.IsBlocked && !subjects.Contains(one.Subject)).Select(one => one.Subject)];
            if (added.Length + taken.Length > 0)
            {
                await work.ExecuteAsync(
                    """
                    delete from investigation_mark where case_id = @Id and subject = any(@taken);
                    insert into investigation_mark (case_id, subject, marked_by, marked_at) select @Id, subject, @me, @now from unnest(@added) as subject
                    """,
                    new { row.Id, added, taken, me = staff.Account.Value, now = work.Now }, cancel);
                await work.Streams.AppendAsync(row.Id, new StreamEvent("investigation.marked", null, new { added, taken }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            }

            return row.Id;
        }, cancel, alsoClosed: true);
}
