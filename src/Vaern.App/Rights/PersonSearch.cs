using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Retention;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Rights;

/// <summary>A record in which an exact identifier stands. <paramref name="Weak"/>: only the name.</summary>
internal sealed record FoundPerson(string Room, Guid Record, string Subject, string Label, Guid Unit, Guid Owner, Guid? CaseId, Guid? ReportId, bool Weak);

/// <summary>The search by blind index, and what it leaves behind: hits, a hold for as long as the request is open, an event and a notice in every room concerned.</summary>
internal static class PersonSearch
{
    /// <summary>Runs as the background, for the rooms are not the searcher's to see. What it gives is that something is there, and whom it belongs to; no content.</summary>
    public static async Task<IReadOnlyList<FoundPerson>> FindAsync(Municipality municipality, IReadOnlyList<(string Kind, string Value)> keys, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(string Room, Guid Record, string Subject, Guid? CaseId, Guid? ReportId, bool Strong, bool NameAlone, bool HasBorn)>(
            """
            select i.room, i.record_id, i.subject, i.case_id, i.report_id, bool_or(i.kind <> 'name'), bool_and(i.kind = 'name'),
              exists (select from person_index b where b.record_id = i.record_id and b.subject = i.subject and b.kind = 'name-born')
            from person_index i where i.mac = any(@macs) group by i.room, i.record_id, i.subject, i.case_id, i.report_id order by i.room, i.record_id, i.subject
            """,
            new { macs = keys.Select(key => PersonIndex.MacOf(work, key.Kind, key.Value)).ToArray() }, cancel);
        var searchedByBirth = keys.Any(key => key.Kind == "name-born");
        var found = new List<FoundPerson>();
        foreach (var row in rows)
        {
            // The name fits and a date of birth is known there and does not: it is somebody else.
            if (row.NameAlone && row.HasBorn && searchedByBirth)
            {
                continue;
            }

            var place = await work.FirstOrDefaultAsync<(string Label, Guid Unit, Guid? Owner)>(
                row.CaseId is not null
                    ? "select number, unit_id, owner_id from case_file where id = @Record"
                    : "select number, unit_id, (select account_id from report_access a where a.report_id = r.id and a.access = 'content' order by account_id limit 1) from report r where id = @Record",
                new { row.Record }, cancel);
            if (place.Label is not null)
            {
                found.Add(new FoundPerson(row.Room, row.Record, row.Subject, place.Label, place.Unit, place.Owner ?? Guid.Empty, row.CaseId, row.ReportId, !row.Strong));
            }
        }

        return found;
    }

    public static async Task KeepAsync(Municipality municipality, UnitOfWork work, RightsRequest request, IReadOnlyList<FoundPerson> found, string reason, StaffMember by, CancellationToken cancel)
    {
        foreach (var one in found)
        {
            var added = await work.ExecuteAsync(
                """
                insert into rights_hit (id, request_id, room, record_id, subject, label, unit_id, case_id, report_id, weak)
                values (@id, @request, @Room, @Record, @Subject, @Label, @Unit, @CaseId, @ReportId, @Weak) on conflict (request_id, record_id, subject) do nothing
                """,
                new { id = Guid.CreateVersion7(), request = request.Id, one.Room, one.Record, one.Subject, one.Label, one.Unit, one.CaseId, one.ReportId, one.Weak }, cancel);
            if (added == 0)
            {
                continue;
            }

            await LegalHolds.InsertAsync(
                municipality, work, Guid.CreateVersion7(), one.Room, one.Record, $"{request.Number} {one.Label}", $"Indsigt behandles ({request.Number})", by.Account, null, request.Due, cancel);
            await work.Streams.AppendAsync(one.Record, new StreamEvent("rights.found", $"rights:{request.Number}", new { room = one.Room }, new { reason }) { Role = "dpo" }, cancel);
            if (one.Owner != Guid.Empty && one.Owner != by.Account.Value)
            {
                await work.ExecuteAsync(
                    "insert into outbox (id, account_id, template, created_at) select gen_random_uuid(), @Owner, 'news', @now where not exists (select 1 from outbox where account_id = @Owner and template = 'news' and sent_at is null)",
                    new { one.Owner, now = work.Now }, cancel);
            }
        }
    }

    public static async Task<IReadOnlyList<RightsHit>> HitsAsync(Municipality municipality, UnitOfWork work, Guid request, CancellationToken cancel)
    {
        var hits = new List<RightsHit>();
        foreach (var row in await work.QueryAsync<Row>(
            """
            select id, room, label, unit_id as unit, case_id as caseid, report_id as reportid, subject, weak, decision, reason, rule, decided_by as decidedby, decided_at as decidedat
            from rights_hit where request_id = @request order by room, label, subject
            """,
            new { request }, cancel))
        {
            hits.Add(new RightsHit(
                row.Id, row.Room, row.Label, new UnitId(row.Unit), row.CaseId, row.ReportId, row.Subject, row.Weak, row.Decision,
                await work.OpenOptionalAsync(request, "rights_hit", "reason", row.Id, row.Reason, cancel), row.Rule,
                row.DecidedBy is { } by ? await municipality.Staff.NameAsync(new AccountId(by), cancel) : null, row.DecidedAt));
        }

        return hits;
    }

    private sealed record Row(
        Guid Id, string Room, string Label, Guid Unit, Guid? CaseId, Guid? ReportId, string Subject, bool Weak, string Decision, byte[]? Reason, string? Rule, Guid? DecidedBy, DateTimeOffset? DecidedAt);
}
