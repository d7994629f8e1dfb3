using Vaern.App.Accounts;
using Vaern.App.Casework;
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
        work.ActForReport(id);
        work.NextNumberLater("H");
        work.Later("select account_id, role from membership where unit_id = $1 and role in ('key_person', 'school_leader', 'leader')", submission.Unit.Id.Value);
        var (number, holders) = await AnswersAsync(work, cancel);
        var route = await RouteAsync(municipality, submission, holders, cancel);
        var words = ReceiptWords.New();
        var replyBy = ReplyPromise.For(municipality.Law, submission.Unit.ReplyRule, work.Now);
        var body = await work.SealAsync(id, "report", "body", id, submission.Content, cancel);
        var receipt = new Receipt(new ReportId(id), number, words, replyBy, route.RoutedTo);

        work.Later(
            """
            insert into report (id, number, unit_id, category, reporter_role, restricted, state, received_at, reply_by, receipt_mac, body, routed)
            values ($1, $2, $3, $4, $5, $6, 'received', $7, $8, $9, $10, $11)
            """,
            id, number, submission.Unit.Id.Value, submission.Category, submission.Role, submission.Restricted, work.Now, replyBy,
            municipality.Database.Keys.ReceiptMac(words), body, route.Code);
        work.Later(
            """
            with holder as (
              select m.account_id, bool_or(m.role = any($2)) as content
              from membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.unit_id = $4 and (m.role = any($2) or m.role = any($3)) group by m.account_id),
            fallback as (
              select m.account_id, true as content
              from membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.unit_id = $5 and m.role = any($6) and not exists (select 1 from holder where content)
              group by m.account_id)
            insert into report_access (account_id, report_id, access, received_at)
            select account_id, $1, case when bool_or(content) then 'content' else 'exists' end, $7
            from (select * from holder union all select * from fallback) everyone group by account_id
            """,
            id, route.Roles, route.Code is null ? Seeing : [], route.Unit.Value, municipality.Units.Root.Id.Value, Answering, work.Now);
        work.Later(
            "insert into submission (token_mac, request_mac, report_id, answer, created_at) values ($1, $2, $3, $4, $5)",
            token.Mac, token.RequestMac, id, token.Seal(receipt), work.Now);
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
        StaffNews.Tell(work, id);
        await JobQueue.EnqueueAsync(work, "report.escalate", new { report = id }, replyBy, cancel: cancel);
        return receipt;
    }

    internal static async Task AttachAsync(UnitOfWork work, Guid report, Guid? message, IReadOnlyList<ReportFile> files, CancellationToken cancel)
    {
        // Files of one moment keep the order they were chosen in: a microsecond apart, the finest the column tells.
        var receivedAt = work.Now;
        foreach (var file in files)
        {
            var id = Guid.CreateVersion7();
            var meta = await work.SealAsync(report, "attachment", "meta", id, new AttachmentMeta(file.Name, file.DeclaredType, file.Sha256Browser), cancel);
            work.Later(
                """
                insert into attachment (id, report_id, message_id, blob_id, meta, detected_type, size, sha256, received_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                id, report, message, file.Blob, meta, file.DetectedType, file.Size, file.Sha256, receivedAt);
            receivedAt = receivedAt.AddMicroseconds(1);
            if (FileKind.IsCompared(file.DetectedType))
            {
                await JobQueue.EnqueueAsync(work, "fingerprint.make", new { blob = file.Blob }, cancel: cancel);
            }
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
        var body = await work.SealAsync(keyId, "report_contact", "body", report, contact, cancel);
        work.Later("insert into report_contact (report_id, key_id, body) values ($1, $2, $3)", report, keyId, body);
        await PersonIndex.PutAsync(work, "report", report, "contact", new PersonKeys(contact.Name, null, $"{contact.Email} {contact.Phone}"), null, report, replace: false, cancel);
    }

    private static async Task<(string Number, IReadOnlyList<(Guid Account, string Role)> Holders)> AnswersAsync(UnitOfWork work, CancellationToken cancel)
    {
        await using var answers = await work.AnswersAsync(cancel);
        await answers.ReadAsync(cancel);
        var number = work.NumberText("H", answers.GetInt64(0));
        var holders = new List<(Guid, string)>();
        await answers.NextResultAsync(cancel);
        while (await answers.ReadAsync(cancel))
        {
            holders.Add((answers.GetGuid(0), answers.GetString(1)));
        }

        return (number, holders);
    }

    // A report about the person who would read it goes one level up: nobody judges a story about themselves.
    private static async Task<Route> RouteAsync(
        Municipality municipality, ReportSubmission submission, IReadOnlyList<(Guid Account, string Role)> holders, CancellationToken cancel)
    {
        var about = submission.Content.AboutAdult is "leader" or "key-person"
            ? submission.Content.AboutAdult
            : await NamedAsync(municipality, submission, holders, cancel);
        var root = municipality.Units.Root;
        if (about is null || submission.Unit.Id == root.Id)
        {
            return new Route(null, submission.Unit.Id, Answering, null);
        }

        string[] above = submission.Unit.Kind == "school" ? ["head_of_schools"] : ["director"];
        return new Route("about-" + about, root.Id, above, root.Name);
    }

    private static async Task<string?> NamedAsync(
        Municipality municipality, ReportSubmission submission, IReadOnlyList<(Guid Account, string Role)> holders, CancellationToken cancel)
    {
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
