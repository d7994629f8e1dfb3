using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.App.Pictures;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;
using Vaern.Matching.Families;
using Vaern.Matching.Hashing;

namespace Vaern.App.Families;

/// <summary>A line that is near, in words for people: the list, its label, how near. Never a distance, never the fingerprint.</summary>
/// <param name="Stale">The list was fetched more than 30 days before it was asked.</param>
/// <param name="TwoVariants">Two forms of the picture came near the same line: a list says no measures, so this is all that can speak for it besides.</param>
public sealed record LookupHit(string List, string Owner, string Label, LeadBand Band, PictureForm Form, bool WithoutBorder, bool Stale, bool TwoVariants);

/// <summary>What a look-up says: <c>match</c>, <c>none</c>, or <c>cannot-compare</c>, which is never shown as none.</summary>
public sealed record LookupResult(string Answer, IReadOnlyList<LookupHit> Hits, int Lists);

/// <summary>A look-up. <paramref name="Result"/> is null until it is answered.</summary>
public sealed record HashLookup(Guid Id, string By, DateTimeOffset AskedAt, string Purpose, LookupResult? Result);

/// <summary>A line of the log for oversight: no purpose, no answer but whether there was a match.</summary>
public sealed record LookupLogLine(DateTimeOffset At, string By, string Unit, string Case, bool? Matched);

/// <summary>
/// Asks whether a picture of a case is on a list. Who may ask can test any picture, so a look-up has a case and a purpose, is logged with both, and is limited:
/// 30 an hour for an account, 300 a day for a unit. It is answered by the worker, which alone holds fingerprints in the clear.
/// </summary>
public static class LookUp
{
    public const int PurposeLimit = 500;

    private const int MostHits = 10;

    /// <returns>The look-up's id; or <c>lookup.purpose-missing</c>, <c>lookup.purpose-long</c>, <c>lookup.restricted</c>, <c>lookup.not-compared</c> (no fingerprint that can be), <c>lookup.account-limit</c>, <c>lookup.unit-limit</c>, <c>evidence.not-found</c>, <c>case.*</c>.</returns>
    public static Task<Result<Guid>> AskAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string label, string purpose, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(purpose))
            {
                return new Error("lookup.purpose-missing", "Say what it is for.");
            }

            if (purpose.Length > PurposeLimit)
            {
                return new Error("lookup.purpose-long", "The purpose is longer than it may be.");
            }

            if (row.IsRestricted)
            {
                return new Error("lookup.restricted", "Nothing of a restricted case is compared.");
            }

            var item = await work.FirstOrDefaultAsync<(Guid Id, bool Comparable)>(
                """
                select i.id, exists (select from fingerprint f where f.blob_id = i.blob_id and f.standing = 'usable' and f.kind = 'picture')
                from evidence_item i join blob b on b.id = i.blob_id and b.locked_at is null where i.case_id = @Id and i.label = @label and i.state = 'kept'
                """,
                new { row.Id, label },
                cancel);
            if (item.Id == Guid.Empty)
            {
                return new Error("evidence.not-found", "There is no such file in the case.");
            }

            if (!item.Comparable)
            {
                return new Error("lookup.not-compared", "The file has no fingerprint that can be compared.");
            }

            if (await LimitAsync(work, staff, row, cancel) is { } limit)
            {
                return limit;
            }

            var id = Guid.CreateVersion7();
            await work.ExecuteAsync(
                "insert into hash_lookup (id, case_id, item_id, account_id, unit_id, asked_at, purpose) values (@id, @caseId, @item, @me, @unit, @now, @purpose)",
                new
                {
                    id,
                    caseId = row.Id,
                    item = item.Id,
                    me = staff.Account.Value,
                    unit = row.Unit,
                    now = work.Now,
                    purpose = await work.SealAsync(row.Id, "hash_lookup", "purpose", id, purpose.Trim(), cancel),
                },
                cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("hash-lookup.asked", $"evidence:{label}", new { lookup = id }, new { purpose = purpose.Trim() }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            await JobQueue.EnqueueAsync(work, "lookup.answer", new { lookup = id }, cancel: cancel);
            return id;
        }, cancel);

    /// <summary>The look-ups about a piece of evidence, latest first, for whoever sees the case.</summary>
    public static async Task<IReadOnlyList<HashLookup>> OfItemAsync(Municipality municipality, StaffMember staff, CaseId caseId, string label, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid By, DateTimeOffset At, byte[] Purpose, byte[]? Answer)>(
            """
            select l.id, l.account_id, l.asked_at, l.purpose, l.answer from hash_lookup l join evidence_item i on i.id = l.item_id
            where l.case_id = @id and i.label = @label order by l.asked_at desc, l.id desc limit 50
            """,
            new { id = caseId.Value, label },
            cancel);
        var lookups = new List<HashLookup>();
        foreach (var row in rows)
        {
            lookups.Add(new HashLookup(
                row.Id, await municipality.Staff.NameAsync(new AccountId(row.By), cancel), row.At, await work.OpenTextAsync(caseId.Value, "hash_lookup", "purpose", row.Id, row.Purpose, cancel),
                row.Answer is null ? null : await work.OpenAsync<LookupResult>(caseId.Value, "hash_lookup", "answer", row.Id, row.Answer, cancel)));
        }

        return lookups;
    }

    /// <summary>The last 200 look-ups of the whole municipality, for oversight; empty for others.</summary>
    public static async Task<IReadOnlyList<LookupLogLine>> LogAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeAudit))
        {
            return [];
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(DateTimeOffset At, Guid By, Guid Unit, string Case, bool? Matched)>(
            "select l.asked_at, l.account_id, l.unit_id, c.number, l.matched from hash_lookup l join case_file c on c.id = l.case_id order by l.asked_at desc, l.id limit 200", cancel: cancel);
        var log = new List<LookupLogLine>();
        foreach (var row in rows)
        {
            log.Add(new LookupLogLine(row.At, await municipality.Staff.NameAsync(new AccountId(row.By), cancel), municipality.Units.Find(new UnitId(row.Unit))?.Name ?? "–", row.Case, row.Matched));
        }

        return log;
    }

    /// <summary>The job that answers. Safe to repeat.</summary>
    internal static async Task AnswerAsync(Municipality municipality, Guid lookup, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var row = await work.FirstOrDefaultAsync<Asked>(
            """
            select l.case_id as case, i.blob_id as blob, b.locked_at is not null as locked, c.regime, l.asked_at as askedat
            from hash_lookup l join evidence_item i on i.id = l.item_id join blob b on b.id = i.blob_id join case_file c on c.id = l.case_id
            where l.id = @lookup and l.answered_at is null for update of l
            """,
            new { lookup },
            cancel);
        if (row is null)
        {
            return;
        }

        var forms = row.Locked || row.Regime == "restricted" ? [] : await FormsAsync(municipality, work, row.Blob, cancel);
        var hits = await municipality.HashLists.SearchAsync(work, forms, cancel);
        var lists = await ListsAsync(work, cancel);
        LookupHit[] shown = [.. hits.Where(hit => lists.ContainsKey(hit.List)).Take(MostHits).Select(hit => (Hit: hit, List: lists[hit.List])).Select(one => new LookupHit(
            one.List.About.Name, one.List.About.Owner, one.Hit.Label, Lead.BandOf(one.Hit.Distance), one.Hit.Through.Form, one.Hit.Through.WithoutBorder,
            one.List.About.At(one.Hit.List, one.List.FetchedAt).IsStale(row.AskedAt), one.Hit.AgreeingForms >= 2))];
        var result = new LookupResult(!forms.Any(form => form.Fingerprint.IsUsable) ? "cannot-compare" : shown.Length > 0 ? "match" : "none", shown, lists.Count);
        await work.ExecuteAsync(
            "update hash_lookup set answered_at = @now, matched = @matched, answer = @answer where id = @lookup",
            new { lookup, now = work.Now, matched = shown.Length > 0, answer = await work.SealAsync(row.Case, "hash_lookup", "answer", lookup, result, cancel) },
            cancel);
        await work.Streams.AppendAsync(row.Case, new StreamEvent("hash-lookup.answered", $"lookup:{lookup:N}", new { answer = result.Answer }), cancel);
        await work.CommitAsync(cancel);
    }

    private static async Task<Error?> LimitAsync(UnitOfWork work, StaffMember staff, CaseRow row, CancellationToken cancel)
    {
        // Two at once of one unit are counted one after the other.
        await work.ExecuteAsync("select pg_advisory_xact_lock(41, hashtext(@unit))", new { unit = row.Unit.ToString() }, cancel);
        var made = await work.SingleAsync<(int ByAccount, int ByUnit)>(
            "select by_account, by_unit from lookups_since(@me, @hour, @unit, @day)",
            new { me = staff.Account.Value, hour = work.Now.AddHours(-1), unit = row.Unit, day = work.Now.AddDays(-1) },
            cancel);
        return LookupLimit.Check(made.ByAccount, made.ByUnit) switch
        {
            LookupPermission.AccountHasAskedEnough => new Error("lookup.account-limit", "You have asked 30 times within the last hour."),
            LookupPermission.UnitHasAskedEnough => new Error("lookup.unit-limit", "The unit has asked 300 times within the last day."),
            _ => null,
        };
    }

    // All forms where the picture can be decoded again; else the one that is kept.
    private static async Task<IReadOnlyList<FormFingerprint>> FormsAsync(Municipality municipality, UnitOfWork work, Guid blob, CancellationToken cancel)
    {
        var kept = await work.FirstOrDefaultAsync<(Guid Id, Guid Key, byte[]? Body, string? Source)>(
            "select id, key_id, body, source from fingerprint where blob_id = @blob and standing = 'usable' and kind = 'picture' order by source desc limit 1", new { blob }, cancel);
        if (kept.Body is null)
        {
            return [];
        }

        if (kept.Source == "server" && municipality.Tools.Pictures is { } pictures)
        {
            var memory = new MemoryStream();
            await BlobStore.ReadAsync(work, blob, memory, cancel);
            if ((await pictures.HashAsync(memory.GetBuffer().AsMemory(0, (int)memory.Length), cancel)).TryGet(out var picture, out _))
            {
                return picture.Fingerprints.Forms;
            }
        }

        var body = await work.OpenAsync<FingerprintBody>(kept.Key, "fingerprint", "body", kept.Id, kept.Body, cancel);
        return [new FormFingerprint(PictureForm.Upright, false, body.Print, body.Width, body.Height)];
    }

    private static async Task<Dictionary<Guid, (ListAbout About, DateTimeOffset FetchedAt)>> ListsAsync(UnitOfWork work, CancellationToken cancel)
    {
        var lists = new Dictionary<Guid, (ListAbout, DateTimeOffset)>();
        foreach (var (id, body, fetchedAt) in await work.QueryAsync<(Guid Id, byte[] Body, DateTimeOffset FetchedAt)>(
            "select id, body, fetched_at from hash_list where withdrawn_at is null order by id", cancel: cancel))
        {
            lists[id] = (await work.OpenAsync<ListAbout>(id, "hash_list", "body", id, body, cancel), fetchedAt);
        }

        return lists;
    }

    private sealed record Asked(Guid Case, Guid Blob, bool Locked, string Regime, DateTimeOffset AskedAt);
}
