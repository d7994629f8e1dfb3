using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>Ties a report to a case: its words become a statement, its files evidence, its readers keep their access.</summary>
public static class AttachReport
{
    /// <summary>Attaches a report to a case that is already open. <c>report.*</c>, <c>case.*</c>, <c>reason.missing</c>, <c>case.regime</c>.</summary>
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, ReportId report, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (!(await StaffReports.SettleableAsync(work, report, cancel)).TryGet(out _, out var error))
            {
                return error;
            }

            var restricted = await work.SingleAsync<bool>("select restricted from report where id = @id", new { id = report.Value }, cancel);
            if (restricted && !row.IsRestricted)
            {
                return new Error("case.regime", "A report about restricted material belongs in a case that cannot hold files.");
            }

            await LinkAsync(municipality, work, row, report, staff, cancel);
            return report.Value;
        }, cancel);

    internal static async Task LinkAsync(Municipality municipality, UnitOfWork work, CaseRow row, ReportId report, StaffMember staff, CancellationToken cancel)
    {
        var source = await work.SingleAsync<Source>(
            "select number, body, received_at as receivedat, reporter_role as role, routed, unit_id as unit from report where id = @id", new { id = report.Value }, cancel);
        if (source.Routed is "about-leader" or "about-key-person")
        {
            // Whoever it is about must not be let in by way of the case.
            await work.ExecuteAsync(
                """
                insert into case_access (account_id, case_id, access, touched_at)
                select account_id, @caseId, 'write', @now from report_access where report_id = @report and access = 'content' on conflict do nothing
                """,
                new { caseId = row.Id, now = work.Now, report = report.Value },
                cancel);
        }
        else
        {
            await Worklists.GrantAsync(work, row.Id, new UnitId(row.Unit), staff.Account, cancel);
            await work.ExecuteAsync(
                """
                insert into case_access (account_id, case_id, access, touched_at)
                select account_id, @caseId, 'write', @now from report_access where report_id = @report and access = 'content' on conflict do nothing
                """,
                new { caseId = row.Id, now = work.Now, report = report.Value },
                cancel);
        }

        await work.ExecuteAsync(
            """
            update report set case_id = @caseId, state = 'linked', version = version + 1 where id = @report;
            update report_access set open = false where report_id = @report
            """,
            new { caseId = row.Id, report = report.Value },
            cancel);
        var content = await work.OpenAsync<ReportContent>(report.Value, "report", "body", report.Value, source.Body, cancel);
        await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "statement", Words(source.Number, content), source.ReceivedAt, null, null, cancel);
        await OrdinaryItems.FromReportAsync(work, row, report, source.Role, content, cancel);
        await QuarantineInCase.FollowReportAsync(work, row, report, staff.RoleIn(new UnitId(row.Unit)), cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("report.linked", $"report:{source.Number}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        await work.Streams.AppendAsync(report.Value, new StreamEvent("report.linked", $"case:{row.Number}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
    }

    private static string Words(string number, ReportContent content) =>
        content.Wish is { Length: > 0 } wish ? $"{content.Story}\n\nØnske: {wish}\n({number})" : $"{content.Story}\n({number})";

    private sealed record Source(string Number, byte[] Body, DateTimeOffset ReceivedAt, string Role, string? Routed, Guid Unit);
}
