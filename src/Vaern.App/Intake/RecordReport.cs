using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Intake;

/// <summary>
/// The one way a report comes into being, whether from the form or the API: report, keys, files, access, stream and the answer to a
/// repeated submission in one transaction. What is acknowledged is durable.
/// </summary>
internal static class RecordReport
{
    private static readonly string[] Answering = Roles.Granting(Permission.AnswerReports);
    private static readonly string[] Seeing = Roles.Granting(Permission.SeeWaitingReports);

    public static async Task<Receipt> RunAsync(
        Municipality municipality, UnitOfWork work, Guid id, ReportSubmission submission, IReadOnlyList<ReportFile> files, SubmissionToken token, CancellationToken cancel)
    {
        var route = await RouteAsync(municipality, work, submission, cancel);
        var words = ReceiptWords.New();
        var replyBy = ReplyPromise.For(submission.Unit.ReplyRule, work.Now);
        await work.ActForReportAsync(id, cancel);
        var body = await work.SealAsync(id, "report", "body", id, submission.Content, cancel);
        var number = await work.NextNumberAsync("H", cancel);
        var receipt = new Receipt(new ReportId(id), number, words, replyBy, route.RoutedTo);

        await work.ExecuteAsync(
            """
            insert into report (id, number, unit_id, category, reporter_role, restricted, state, received_at, reply_by, receipt_mac, body, routed)
            values (@id, @number, @unit, @category, @role, @restricted, 'received', @now, @replyBy, @receiptMac, @body, @routed);

            with holder as (
              select m.account_id, bool_or(m.role = any(@content)) as content
              from membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.unit_id = @askedUnit and (m.role = any(@content) or m.role = any(@exists)) group by m.account_id),
            fallback as (
              select m.account_id, true as content
              from membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.unit_id = @root and m.role = any(@answering) and not exists (select 1 from holder where content)
              group by m.account_id)
            insert into report_access (account_id, report_id, access, received_at)
            select account_id, @id, case when bool_or(content) then 'content' else 'exists' end, @now
            from (select * from holder union all select * from fallback) everyone group by account_id;

            insert into submission (token_mac, request_mac, report_id, answer, created_at)
            values (@tokenMac, @requestMac, @id, @answer, @now)
            """,
            new
            {
                id,
                number,
                unit = submission.Unit.Id.Value,
                category = submission.Category,
                role = submission.Role,
                restricted = submission.Restricted,
                now = work.Now,
                replyBy,
                receiptMac = municipality.Database.Keys.ReceiptMac(words),
                body,
                routed = route.Code,
                content = route.Roles,
                exists = route.Code is null ? Seeing : [],
                askedUnit = route.Unit.Value,
                root = municipality.Units.Root.Id.Value,
                answering = Answering,
                tokenMac = token.Mac,
                requestMac = token.RequestMac,
                answer = token.Seal(receipt),
            },
            cancel);

        await AttachAsync(work, id, null, files, cancel);
        await ContactAsync(work, id, submission.Contact, cancel);
        await work.Streams.BeginAsync(
            id,
            "report",
            new StreamEvent("report.received", $"report:{number}", new
            {
                submission.Category,
                submission.Role,
                submission.Restricted,
                files = files.Select(file => Convert.ToHexStringLower(file.Sha256)),
                routed = route.Code,
            }),
            cancel);
        await JobQueue.EnqueueAsync(work, "report.tell-staff", new { report = id }, cancel: cancel);
        await JobQueue.EnqueueAsync(work, "report.escalate", new { report = id }, replyBy, cancel: cancel);
        return receipt;
    }

    internal static async Task AttachAsync(UnitOfWork work, Guid report, Guid? message, IReadOnlyList<ReportFile> files, CancellationToken cancel)
    {
        foreach (var file in files)
        {
            var id = Guid.CreateVersion7();
            await work.ExecuteAsync(
                """
                insert into attachment (id, report_id, message_id, blob_id, meta, detected_type, size, sha256, received_at)
                values (@id, @report, @message, @blob, @meta, @type, @size, @sha256, @now)
                """,
                new
                {
                    id,
                    report,
                    message,
                    blob = file.Blob,
                    meta = await work.SealAsync(report, "attachment", "meta", id, new AttachmentMeta(file.Name, file.DeclaredType), cancel),
                    type = file.DetectedType,
                    size = file.Size,
                    sha256 = file.Sha256,
                    now = work.Now,
                },
                cancel);
        }
    }

    internal static async Task ContactAsync(UnitOfWork work, Guid report, ReportContact? contact, CancellationToken cancel)
    {
        if (contact is null || new[] { contact.Name, contact.Email, contact.Phone }.All(string.IsNullOrWhiteSpace))
        {
            return;
        }

        var keyId = Guid.CreateVersion7();
        await work.Keys.CreateAsync(keyId, "contact", cancel);
        await work.ExecuteAsync(
            "insert into report_contact (report_id, key_id, body) values (@report, @keyId, @body)",
            new { report, keyId, body = await work.SealAsync(keyId, "report_contact", "body", report, contact, cancel) },
            cancel);
    }

    // A report about the person who would read it goes one level up: nobody judges a story about themselves.
    private static async Task<Route> RouteAsync(Municipality municipality, UnitOfWork work, ReportSubmission submission, CancellationToken cancel)
    {
        var about = submission.Content.AboutAdult is "leader" or "key-person"
            ? submission.Content.AboutAdult
            : await NamedAsync(municipality, work, submission, cancel);
        var root = municipality.Units.Root;
        if (about is null || submission.Unit.Id == root.Id)
        {
            return new Route(null, submission.Unit.Id, Answering, null);
        }

        string[] above = submission.Unit.Kind == "school" ? ["head_of_schools"] : ["director"];
        return new Route("about-" + about, root.Id, above, root.Name);
    }

    private static async Task<string?> NamedAsync(Municipality municipality, UnitOfWork work, ReportSubmission submission, CancellationToken cancel)
    {
        var holders = await work.QueryAsync<(Guid Account, string Role)>(
            "select account_id, role from membership where unit_id = @unit and role in ('key_person', 'school_leader', 'leader')",
            new { unit = submission.Unit.Id.Value },
            cancel);
        var told = submission.Content.Who + "\n" + submission.Content.Story;
        foreach (var (account, role) in holders)
        {
            var name = await municipality.Staff.NameAsync(new AccountId(account), cancel);
            if (told.Contains(name, StringComparison.CurrentCultureIgnoreCase))
            {
                return role == "key_person" ? "key-person" : "leader";
            }
        }

        return null;
    }

    private sealed record Route(string? Code, UnitId Unit, string[] Roles, string? RoutedTo);
}
