using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.App.Plans;
using Vaern.Data;

namespace Vaern.App.Rights;

/// <summary>Puts into the person index what was kept before there was one. Safe to repeat; a hundred records a transaction.</summary>
internal static class PersonIndexing
{
    private const int AtOnce = 100;

    public static async Task RunAsync(Municipality municipality, CancellationToken cancel)
    {
        while (await PartiesAsync(municipality, cancel) + await ContactsAsync(municipality, cancel) + await LettersAsync(municipality, cancel) + await NotificationsAsync(municipality, cancel) > 0)
        {
        }
    }

    private static async Task<int> PartiesAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid CaseId, byte[] Body)>(
            """
            select p.id, p.case_id, p.body from party p
            where not exists (select from person_index i where i.record_id = p.case_id and i.subject = 'party:' || replace(p.id::text, '-', ''))
              and not exists (select from person_index_none n where n.id = p.id) order by p.id limit @AtOnce
            """,
            new { AtOnce }, cancel);
        foreach (var row in rows)
        {
            var body = await work.OpenAsync<PartyBody>(row.CaseId, "party", "body", row.Id, row.Body, cancel);
            await IndexAsync(work, "case", row.CaseId, $"party:{row.Id:N}", body.Keys, row.CaseId, null, row.Id, cancel);
        }

        await work.CommitAsync(cancel);
        return rows.Count;
    }

    private static async Task<int> ContactsAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(Guid Report, Guid Key, byte[] Body)>(
            """
            select k.report_id, k.key_id, k.body from report_contact k
            where not exists (select from person_index i where i.record_id = k.report_id and i.subject = 'contact')
              and not exists (select from person_index_none n where n.id = k.report_id) order by k.report_id limit @AtOnce
            """,
            new { AtOnce }, cancel);
        foreach (var row in rows)
        {
            var contact = await work.OpenAsync<ReportContact>(row.Key, "report_contact", "body", row.Report, row.Body, cancel);
            await IndexAsync(work, "report", row.Report, "contact", new PersonKeys(contact.Name, null, $"{contact.Email} {contact.Phone}"), null, row.Report, row.Report, cancel);
        }

        await work.CommitAsync(cancel);
        return rows.Count;
    }

    private static async Task<int> LettersAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid CaseId, byte[] Body)>(
            """
            select l.id, l.case_id, l.body from letter l where l.state = 'sent' and l.to_party is null
              and not exists (select from person_index i where i.record_id = l.case_id and i.subject = 'letter:' || replace(l.id::text, '-', ''))
              and not exists (select from person_index_none n where n.id = l.id) order by l.id limit @AtOnce
            """,
            new { AtOnce }, cancel);
        foreach (var row in rows)
        {
            var body = await work.OpenAsync<LetterBody>(row.CaseId, "letter", "body", row.Id, row.Body, cancel);
            await IndexAsync(work, "case", row.CaseId, $"{AnswerPapers.Letter}{row.Id:N}", new PersonKeys(body.To, null, null), row.CaseId, null, row.Id, cancel);
        }

        await work.CommitAsync(cancel);
        return rows.Count;
    }

    private static async Task<int> NotificationsAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid CaseId, byte[] Body)>(
            """
            select c.id, c.case_id, c.body from child_notification c where c.state <> 'draft'
              and not exists (select from person_index i where i.record_id = c.case_id and i.subject = 'notification:' || replace(c.id::text, '-', ''))
              and not exists (select from person_index_none n where n.id = c.id) order by c.id limit @AtOnce
            """,
            new { AtOnce }, cancel);
        foreach (var row in rows)
        {
            var body = await work.OpenAsync<NotificationBody>(row.CaseId, "child_notification", "body", row.Id, row.Body, cancel);
            await IndexAsync(work, "case", row.CaseId, $"{AnswerPapers.Notification}{row.Id:N}", body.Keys, row.CaseId, null, row.Id, cancel);
        }

        await work.CommitAsync(cancel);
        return rows.Count;
    }

    // Somebody without any exact identifier («en pige i 8.B») is noted, so that the next round does not ask again.
    private static async Task IndexAsync(UnitOfWork work, string room, Guid record, string subject, PersonKeys keys, Guid? caseId, Guid? reportId, Guid row, CancellationToken cancel)
    {
        if (keys.Identifiers().Count == 0)
        {
            await work.ExecuteAsync("insert into person_index_none (id) values (@row) on conflict do nothing", new { row }, cancel);
            return;
        }

        await PersonIndex.PutAsync(work, room, record, subject, keys, caseId, reportId, replace: true, cancel);
    }
}
