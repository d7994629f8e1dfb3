using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Retention;

/// <summary>
/// The nightly run, at two o'clock Danish time: what is past its time and neither held nor waiting for the archive is deleted, its key with it, and the run is proved by a certificate. Each
/// record goes in a transaction of its own; one that cannot be deleted is counted as kept past its time, which must be none.
/// </summary>
internal static class RetentionRun
{
    public const string Job = "retention.run";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(2);

    /// <summary>Asks for the run of the day, once, when its hour has come.</summary>
    public static async Task AskIfDueAsync(Municipality municipality, CancellationToken cancel)
    {
        var today = DanishTime.DayOf(municipality.Now);
        if (municipality.Now < DanishTime.FirstReaching(today.ToDateTime(TimeOnly.FromTimeSpan(Hour))))
        {
            return;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        await work.ExecuteAsync(
            """
            insert into job (id, kind, run_at) select gen_random_uuid(), @Job, @now
            where not exists (select from job where kind = @Job and state = 'ready') and not exists (select from retention_run where day = @today)
            """,
            new { Job, now = work.Now, today }, cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>Runs. A second run of the same day finds nothing left and says so.</summary>
    public static async Task<Guid> RunAsync(Municipality municipality, CancellationToken cancel)
    {
        var run = Guid.CreateVersion7();
        var started = municipality.Now;
        var before = (await StreamVerifier.VerifyAsync(municipality.Database, cancel)).Broken.Count;
        IReadOnlyList<ExpiredRecord> expired;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            expired = await ExpiredRecords.ReadAsync(work, cancel);
        }

        var deleted = new List<(ExpiredRecord Record, DateTimeOffset At)>();
        foreach (var record in expired.Where(record => record.Standing == "delete"))
        {
            if (await DestroyAsync(municipality, record, cancel) is { } at)
            {
                deleted.Add((record, at));
            }
        }

        var after = (await StreamVerifier.VerifyAsync(municipality.Database, cancel)).Broken.Count;
        await FinishAsync(municipality, run, started, before, after, expired, deleted, cancel);
        return run;
    }

    /// <summary>The lines of a certificate, as they are hashed: type, id, label, last day, moment of destruction.</summary>
    public static string LinesOf(IEnumerable<(string Type, Guid Id, string Label, DateOnly ExpiredOn, DateTimeOffset At)> deleted) => string.Concat(deleted
        .OrderBy(one => one.Type, StringComparer.Ordinal).ThenBy(one => one.Id)
        .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Type}\t{one.Id:N}\t{one.Label}\t{one.ExpiredOn:yyyy-MM-dd}\t{one.At.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n")));

    // A record that a person has placed a hold on since the list was made is left; so is one that a new table hangs on and nobody told the schedule of.
    private static async Task<DateTimeOffset?> DestroyAsync(Municipality municipality, ExpiredRecord record, CancellationToken cancel)
    {
        var type = RecordTypes.All.Single(one => one.Key == record.Type);
        try
        {
            await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
            if (await work.SingleAsync<bool>("select exists (select from legal_hold where record_id = @Id and released_at is null)", new { record.Id }, cancel))
            {
                return null;
            }

            if (type.HasStream)
            {
                await work.Streams.AppendAsync(record.Id, new StreamEvent("record.deleted", record.Label, new { type = record.Type, expired = record.ExpiresOn }) { Role = "system" }, cancel);
            }

            var owned = type.Owns is null ? [] : await work.QueryAsync<Guid>(type.Owns, new { id = record.Id }, cancel);
            foreach (var statement in type.Destroy)
            {
                await work.ExecuteAsync(statement, new { id = record.Id }, cancel);
            }

            foreach (var key in owned.Concat(type.HasKey ? [record.Id] : []))
            {
                await work.Keys.DestroyAsync(key, cancel);
            }

            await work.CommitAsync(cancel);
            return work.Now;
        }
        catch (Npgsql.PostgresException refused) when (refused.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static async Task FinishAsync(
        Municipality municipality, Guid run, DateTimeOffset started, int before, int after, IReadOnlyList<ExpiredRecord> expired, List<(ExpiredRecord Record, DateTimeOffset At)> deleted, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var gone = deleted.Select(one => one.Record).ToHashSet();
        int Count(string standing) => expired.Count(record => record.Standing == standing && !gone.Contains(record));
        // A record that was held meanwhile counts as held; what is left of those to delete is kept past its time.
        var heldSince = await work.QueryAsync<Guid>("select record_id from legal_hold where released_at is null", cancel: cancel);
        var late = expired.Where(record => record.Standing == "delete" && !gone.Contains(record)).ToList();
        var sha256 = SHA256.HashData(Encoding.UTF8.GetBytes(LinesOf(deleted.Select(one => (one.Record.Type, one.Record.Id, one.Record.Label, one.Record.ExpiresOn, one.At)))));
        await work.ExecuteAsync(
            """
            insert into retention_run (id, day, started_at, finished_at, expired, deleted, held, for_archive, kept, broken_before, broken_after, certificate_sha256)
            values (@run, @day, @started, @now, @expired, @deleted, @held, @archive, @kept, @before, @after, @sha256)
            """,
            new
            {
                run, day = DanishTime.DayOf(started), started, now = work.Now, expired = expired.Count, deleted = deleted.Count,
                held = Count("held") + late.Count(record => heldSince.Contains(record.Id)), archive = Count("archive"), kept = late.Count(record => !heldSince.Contains(record.Id)), before, after, sha256,
            },
            cancel);
        foreach (var (record, at) in deleted)
        {
            await work.ExecuteAsync(
                "insert into retention_deletion (run_id, record_type, record_id, label, expired_on, destroyed_at) values (@run, @Type, @Id, @Label, @ExpiresOn, @at)",
                new { run, record.Type, record.Id, record.Label, record.ExpiresOn, at }, cancel);
        }

        await work.Streams.AppendAsync(
            municipality.Id, new StreamEvent("retention.run", $"run:{run:N}", new { deleted = deleted.Count, expired = expired.Count, sha256 = Convert.ToHexStringLower(sha256) }) { Role = "system" }, cancel);
        await work.CommitAsync(cancel);
    }
}
