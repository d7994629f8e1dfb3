using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Data.Streams;

namespace Vaern.App.Retention;

/// <summary>A run, and what it left. <paramref name="Kept"/> must be none.</summary>
public sealed record RetentionOutcome(
    Guid Id, DateOnly Day, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, int Expired, int Deleted, int Held, int ForArchive, int Kept, int BrokenBefore, int BrokenAfter, string Sha256);

/// <summary>One deletion of a certificate: when the key was destroyed, and when the last backup that may hold it runs out; null for a record without a key of its own.</summary>
public sealed record CertifiedDeletion(string Type, Guid Id, string Label, DateOnly ExpiredOn, DateTimeOffset At, DeletionCertificate? Key);

/// <param name="LinesHold">The stored lines still give the hash that the run wrote down.</param>
public sealed record RunCertificate(RetentionOutcome Run, IReadOnlyList<CertifiedDeletion> Deletions, bool LinesHold);

/// <summary>The schedule as it stands: each kind with its period and what is past it now.</summary>
public sealed record RetentionOverview(IReadOnlyList<RetentionRule> Rules, IReadOnlyList<ExpiredRecord> Expired, IReadOnlyList<RetentionOutcome> Runs)
{
    /// <summary>Past its time and neither held nor for the archive: what the next run deletes.</summary>
    public IEnumerable<ExpiredRecord> ToDelete => Expired.Where(record => record.Standing == "delete");

    /// <summary>What should have been gone at the last run and is still there.</summary>
    public int ExpiredButKept => Runs.Count > 0 ? Runs[0].Kept : 0;
}

/// <summary>What those who oversee see of retention: the schedule, the list before a run, the runs and their certificates. Never a name.</summary>
public static class RetentionPages
{
    private static readonly Error NotAllowed = new("retention.not-allowed", "Only somebody who oversees sees this.");

    private const string RunColumns =
        """
        id, day, started_at as startedat, finished_at as finishedat, expired, deleted, held, for_archive as forarchive, kept, broken_before as brokenbefore, broken_after as brokenafter,
        encode(certificate_sha256, 'hex') as sha256
        """;

    /// <summary>The dry run is the same question that the run asks. <c>retention.not-allowed</c>.</summary>
    public static async Task<Result<RetentionOverview>> ReadAsync(Municipality municipality, StaffMember by, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.SeeAudit))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return new RetentionOverview(
            Schedule.All, await ExpiredRecords.ReadAsync(work, cancel),
            await work.QueryAsync<RetentionOutcome>($"select {RunColumns} from retention_run order by started_at desc, id desc limit 60", cancel: cancel));
    }

    /// <summary>A run's certificate with both dates for each key (evidence format §6.1). <c>retention.not-allowed</c>, <c>retention.not-found</c>.</summary>
    public static async Task<Result<RunCertificate>> CertificateAsync(Municipality municipality, StaffMember by, Guid run, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.SeeAudit))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await work.FirstOrDefaultAsync<RetentionOutcome>($"select {RunColumns} from retention_run where id = @run", new { run }, cancel) is not { } outcome)
        {
            return new Error("retention.not-found", "There is no such run.");
        }

        var rows = await work.QueryAsync<(string Type, Guid Id, string Label, DateOnly ExpiredOn, DateTimeOffset At)>(
            "select record_type, record_id, label, expired_on, destroyed_at from retention_deletion where run_id = @run order by record_type, record_id", new { run }, cancel);
        var deletions = new List<CertifiedDeletion>();
        foreach (var row in rows)
        {
            var key = await DeletionCertificate.ReadAsync(work, row.Id, cancel);
            deletions.Add(new CertifiedDeletion(row.Type, row.Id, row.Label, row.ExpiredOn, row.At, key.IsOk ? key.Value : null));
        }

        var lines = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(RetentionRun.LinesOf(rows)));
        return new RunCertificate(outcome, deletions, Convert.ToHexStringLower(lines) == outcome.Sha256);
    }

    /// <summary>Notes that a record was delivered to the archive, so that the next run may delete it. <c>hold.not-allowed</c>, <c>archive.reference</c>, <c>archive.record</c>.</summary>
    public static async Task<Result<Guid>> DeliverAsync(Municipality municipality, StaffMember by, string type, Guid record, string reference, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.ProtectData))
        {
            return new Error("hold.not-allowed", "Only the data protection officer notes deliveries.");
        }

        if (string.IsNullOrWhiteSpace(reference))
        {
            return new Error("archive.reference", "Write the archive's receipt.");
        }

        IReadOnlyList<ExpiredRecord> expired;
        await using (var looking = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            expired = await ExpiredRecords.ReadAsync(looking, cancel);
        }

        if (expired.FirstOrDefault(one => one.Type == type && one.Id == record && one.Standing == "archive") is not { } found)
        {
            return new Error("archive.record", "Nothing waits for the archive under that name.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        await work.ExecuteAsync(
            "insert into archive_delivery (record_type, record_id, delivered_by, delivered_at, reference) values (@type, @record, @me, @now, @reference) on conflict do nothing",
            new { type, record, me = by.Account.Value, now = work.Now, reference = await work.SealAsync(municipality.Id, "archive_delivery", "reference", record, reference.Trim(), cancel) }, cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("archive.delivered", found.Label, new { type }, new { reference }) { Role = "dpo" }, cancel);
        await work.CommitAsync(cancel);
        return record;
    }
}
