using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>What a locked file means in a case: no longer evidence, a record without bytes in its place, a task that takes two.</summary>
internal static class QuarantineInCase
{
    /// <summary>The step that the task keeps; it belongs to no playbook.</summary>
    public const string Step = "S-1/politi";

    public static async Task EnterAsync(UnitOfWork work, CaseRow row, Guid quarantine, string role, CancellationToken cancel)
    {
        var item = await work.FirstOrDefaultAsync<Item>(
            """
            update evidence_item i set state = 'quarantined', version = i.version + 1 from quarantine q
            where q.id = @quarantine and i.case_id = @Id and i.blob_id = q.blob_id and i.state = 'kept'
            returning i.id, i.label, i.meta
            """,
            new { quarantine, row.Id },
            cancel);
        var meta = item is null ? null : await work.OpenAsync<ItemMeta>(row.Id, "evidence_item", "meta", item.Id, item.Meta, cancel);
        var packages = item is null ? [] : await DestroyPackagesAsync(work, row, cancel);
        await DestroyCopiesAsync(work, row, item?.Id, role, cancel);
        var referral = await Referrals.RecordAsync(work, row, Neutral(item?.Label, meta), role, cancel);
        await work.ExecuteAsync(
            "update quarantine set case_id = @caseId, item_id = @item, referral_id = @referral where id = @quarantine",
            new { quarantine, caseId = row.Id, item = item?.Id, referral = referral.Id },
            cancel);
        await AskTwoAsync(work, row, item?.Label ?? referral.Label, cancel);

        // No fingerprint here: what may never be stored is not compared with anything either.
        await work.Streams.AppendAsync(
            AuditStreams.CustodyOf(row.Id),
            new StreamEvent("quarantined", item?.Label ?? referral.Label, new { referral = referral.Label, packages = string.Join(' ', packages) }) { Reason = "S-1", Role = role },
            cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("evidence.quarantined", $"evidence:{item?.Label ?? referral.Label}", new { quarantine, referral = referral.Label }) { Role = role }, cancel);
        await TellAsync(work, row, cancel);
        await Worklists.RefreshAsync(work, row.Id, cancel);
    }

    /// <summary>A report with locked files comes into the case: each gets its record and its task, and none becomes evidence.</summary>
    public static async Task FollowReportAsync(UnitOfWork work, CaseRow row, ReportId report, string role, CancellationToken cancel)
    {
        var locked = await work.QueryAsync<Guid>(
            "select id from quarantine where report_id = @id and case_id is null and destroyed_at is null order by marked_at, id", new { id = report.Value }, cancel);
        foreach (var quarantine in locked)
        {
            await EnterAsync(work, row, quarantine, role, cancel);
        }
    }

    /// <summary>The job, for a file that was marked by somebody who does not see the case. Safe to repeat.</summary>
    public static async Task RunAsync(Municipality municipality, Guid quarantine, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var row = await work.FirstOrDefaultAsync<CaseRow>(
            $"""
            select {CaseRow.Columns} from case_file c
            where c.id = (select r.case_id from quarantine q join report r on r.id = q.report_id where q.id = @quarantine and q.case_id is null) for update
            """,
            new { quarantine },
            cancel);
        if (row is not null)
        {
            await EnterAsync(work, row, quarantine, "system", cancel);
            await work.CommitAsync(cancel);
        }
    }

    private static ReferralBody Neutral(string? label, ItemMeta? meta) => new(
        $"{(label is null ? "En fil fra henvendelsen" : $"Filen {label}")} er markeret: Den kan vise noget seksuelt med en person under 18. Den er låst og vises ikke for nogen.",
        meta?.Platform, meta?.Account, meta?.Url is { } url ? [url] : [], meta?.ObservedAt, null, null, null, null, null);

    // A package is a copy. One that was made while the file still counted as evidence holds it, so it goes.
    private static async Task<IReadOnlyList<string>> DestroyPackagesAsync(UnitOfWork work, CaseRow row, CancellationToken cancel)
    {
        var files = await work.QueryAsync<(Guid Id, string Number, Guid Blob)>(
            """
            select id, number, blob_id from package where case_id = @Id and blob_id is not null
            union all select p.id, p.number, t.blob_id from package p join package_part t on t.package_id = p.id where p.case_id = @Id
            order by 2, 3
            """,
            new { row.Id },
            cancel);
        if (files.Count > 0)
        {
            await work.ExecuteAsync(
                """
                update package set state = 'failed', blob_id = null, error = 'evidence.locked' where id = any(@ids);
                delete from package_part where package_id = any(@ids);
                delete from blob where id = any(@blobs)
                """,
                new { ids = files.Select(file => file.Id).Distinct().ToArray(), blobs = files.Select(file => file.Blob).ToArray() },
                cancel);
        }

        return [.. files.Select(file => file.Number).Distinct()];
    }

    // A redacted copy may show what the original shows.
    private static async Task DestroyCopiesAsync(UnitOfWork work, CaseRow row, Guid? item, string role, CancellationToken cancel)
    {
        var copies = await work.QueryAsync<(string Label, Guid Blob)>(
            "update evidence_item set state = 'deleted', version = version + 1 where derived_from = @item and case_id = @Id and state = 'kept' returning label, blob_id", new { item, row.Id }, cancel);
        foreach (var (label, blob) in copies)
        {
            await BlobStore.DestroyAsync(work, blob, cancel);
            await work.Streams.AppendAsync(AuditStreams.CustodyOf(row.Id), new StreamEvent("deleted", label) { Reason = "S-1", Role = role }, cancel);
        }
    }

    // First in the list, due today, and settled only when a second person has said so too.
    private static async Task AskTwoAsync(UnitOfWork work, CaseRow row, string label, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            """
            insert into task (id, case_id, position, step, title, owner_id, due_on, state, people)
            select @id, @caseId, coalesce(min(position), 1) - 1, @step, @title, @owner, @today, 'open', 2 from task where case_id = @caseId
            """,
            new
            {
                id,
                caseId = row.Id,
                step = Step,
                owner = row.Owner,
                today = Rules.DanishTime.DayOf(work.Now),
                title = await work.SealAsync(row.Id, "task", "title", id, $"Kontakt politiet (114) – to personer: {label}", cancel),
            },
            cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("task.added", $"task:{id:N}", new { step = Step, people = 2 }), cancel);
    }

    private static Task<int> TellAsync(UnitOfWork work, CaseRow row, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), a.account_id, 'news', @now from case_access a
            where a.case_id = @Id and a.access = 'write'
              and not exists (select 1 from outbox o where o.account_id = a.account_id and o.template = 'news' and o.sent_at is null)
            """,
            new { row.Id, now = work.Now },
            cancel);

    private sealed record Item(Guid Id, string Label, byte[] Meta);
}
