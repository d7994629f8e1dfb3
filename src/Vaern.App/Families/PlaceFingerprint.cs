using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Matching.Hashing;

namespace Vaern.App.Families;

/// <summary>A fingerprint that looks for its family. <paramref name="Room"/> is the case it is in, if any.</summary>
internal sealed record PlacedRow(Guid Id, Guid Key, Guid? Report, Guid? OwnCase, Guid? Room);

/// <summary>
/// Where a new fingerprint belongs: to a family that its own room is in already, else it is a lead for a person to judge, else it founds a family. Nothing else
/// follows from a resemblance.
/// </summary>
internal static class PlaceFingerprint
{
    /// <summary>More leads than these about one picture help nobody.</summary>
    private const int MostLeads = 3;

    /// <summary>The job, for a fingerprint that is stored already. Safe to repeat.</summary>
    public static async Task RunAsync(Municipality municipality, Guid fingerprint, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        const string Sql =
            """
            select f.id, f.key_id as key, f.report_id as report, f.case_id as ownCase, coalesce(f.case_id, r.case_id) as room
            from fingerprint f left join report r on r.id = f.report_id where f.id = @fingerprint and f.standing = 'usable' and f.family_id is null
            """;
        if (await work.FirstOrDefaultAsync<PlacedRow>(Sql, new { fingerprint }, cancel) is not { } before)
        {
            return;
        }

        await HoldAsync(work, before.Report, before.Room, cancel);
        if (await work.FirstOrDefaultAsync<PlacedRow>(Sql, new { fingerprint }, cancel) is not { } row)
        {
            return;
        }

        var sealedBody = await work.SingleAsync<byte[]>("select body from fingerprint where id = @Id", new { row.Id }, cancel);
        var body = await work.OpenAsync<FingerprintBody>(row.Key, "fingerprint", "body", row.Id, sealedBody, cancel);
        await PlaceAsync(municipality, work, row, body, null, cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>Keeps report and case where they are until the end of the transaction, in the order in which others lock them.</summary>
    public static async Task HoldAsync(UnitOfWork work, Guid? report, Guid? room, CancellationToken cancel)
    {
        await work.ExecuteAsync("select id from report where id = @report for key share", new { report }, cancel);
        await work.ExecuteAsync("select id from case_file where id = @room for key share", new { room }, cancel);
    }

    /// <param name="forms">Every form of the picture, where the pixels were at hand; else null.</param>
    public static async Task PlaceAsync(
        Municipality municipality, UnitOfWork work, PlacedRow row, FingerprintBody body, IReadOnlyList<FormFingerprint>? forms, CancellationToken cancel)
    {
        await work.ExecuteAsync("select lock_families()", cancel: cancel);
        if (await work.SingleAsync<bool>("select exists (select from family_lead where fingerprint_id = @Id and state <> 'rejected')", new { row.Id }, cancel))
        {
            return;
        }

        var near = await municipality.Families.SearchAsync(work, body, forms, cancel);
        var (own, rejected) = await RoomAsync(work, row, cancel);
        if (near.FirstOrDefault(one => own.Contains(one.Family)) is { } ours)
        {
            await JoinAsync(work, row, ours.Family, cancel);
            return;
        }

        Resemblance[] leads = [.. near.Where(one => !rejected.Contains(one.Family)).Take(MostLeads)];
        foreach (var lead in leads)
        {
            await OfferAsync(work, row, lead, cancel);
        }

        if (leads.Length == 0)
        {
            await FoundAsync(work, row, body, cancel);
        }
        else
        {
            await TellAsync(work, row, cancel);
        }
    }

    // The families that the room is in, and those that somebody in it has rejected.
    private static async Task<(HashSet<Guid> Own, HashSet<Guid> Rejected)> RoomAsync(UnitOfWork work, PlacedRow row, CancellationToken cancel)
    {
        var own = await work.QueryAsync<Guid>(
            """
            select family_id from family_case where case_id = @Room
            union select family_id from fingerprint where family_id is not null and (report_id = @Report or case_id = @Room)
            """,
            row,
            cancel);
        var rejected = await work.QueryAsync<Guid>(
            """
            select l.family_id from family_lead l left join report r on r.id = l.report_id
            where l.state = 'rejected' and (l.report_id = @Report or l.case_id = @Room or r.case_id = @Room)
            """,
            row,
            cancel);
        return ([.. own], [.. rejected]);
    }

    private static async Task JoinAsync(UnitOfWork work, PlacedRow row, Guid family, CancellationToken cancel)
    {
        await work.ExecuteAsync("update fingerprint set family_id = @family where id = @Id", new { row.Id, family }, cancel);
        await EnterAsync(work, row, family, cancel);
    }

    private static async Task FoundAsync(UnitOfWork work, PlacedRow row, FingerprintBody body, CancellationToken cancel)
    {
        var family = Guid.CreateVersion7();
        await work.ExecuteAsync(
            """
            insert into family (id, number, kind, first_seen) values (@family, @number, @kind, @now);
            update fingerprint set family_id = @family, represents = true where id = @Id
            """,
            new { row.Id, family, number = await work.NextNumberAsync("FA", cancel), kind = body.IsFilm ? "film" : "picture", now = work.Now },
            cancel);
        await EnterAsync(work, row, family, cancel);
    }

    private static Task<int> EnterAsync(UnitOfWork work, PlacedRow row, Guid family, CancellationToken cancel) =>
        work.ExecuteAsync(
            "insert into family_case (family_id, case_id, linked_at) select @family, id, @now from case_file where id = @Room on conflict do nothing",
            new { family, row.Room, now = work.Now },
            cancel);

    private static async Task OfferAsync(UnitOfWork work, PlacedRow row, Resemblance lead, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            """
            insert into family_lead (id, family_id, fingerprint_id, key_id, report_id, case_id, found_at, body) values (@id, @family, @print, @Key, @Report, @OwnCase, @now, @body)
            on conflict (family_id, fingerprint_id) do nothing
            """,
            new
            {
                id,
                family = lead.Family,
                print = row.Id,
                row.Key,
                row.Report,
                row.OwnCase,
                now = work.Now,
                body = await work.SealAsync(row.Key, "family_lead", "body", id, lead.Body, cancel),
            },
            cancel);
        await work.Streams.AppendAsync(row.Room ?? row.Report ?? row.Key, new StreamEvent("family.lead-found", $"lead:{id:N}"), cancel);
    }

    private static async Task TellAsync(UnitOfWork work, PlacedRow row, CancellationToken cancel)
    {
        if (row.Room is { } room)
        {
            await FamilyNews.ToRoomAsync(work, room, cancel);
        }
        else if (row.Report is { } report)
        {
            StaffNews.Tell(work, report);
        }
    }
}
