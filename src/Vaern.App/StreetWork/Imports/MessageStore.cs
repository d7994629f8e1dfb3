using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Screening;
using Vaern.Screening.Explaining;
using Vaern.Screening.Importing;
using Vaern.Sealing.AtRest;

namespace Vaern.App.StreetWork.Imports;

/// <summary>
/// Screens masked messages and stores them, sealed. What was flagged and what was not lie under two keys, so that the second can go sooner. The same message
/// again changes nothing; another text under its key is a new version. Not thread-safe.
/// </summary>
internal sealed class MessageStore(Municipality municipality, ImportUnderWay run, Guid job)
{
    internal const string Table = "street_message";
    private const int TagBytes = 8;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Screener screener = new(ScreeningModel.BuiltIn);
    private long seen;

    /// <summary>Messages that are settled, by this attempt or one before.</summary>
    public long Stored { get; private set; } = run.Stored;

    /// <summary>One transaction: the messages, the place in the file and the lease of the job. False when the import is no longer this attempt's to do.</summary>
    public async Task<bool> StoreAsync(MaskedBatch batch, int percent, CancellationToken cancel)
    {
        var first = seen;
        seen += batch.Messages.Count;
        if (seen <= run.Stored)
        {
            return true;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await work.FirstOrDefaultAsync<Guid?>(
            "select mandate_id from street_dataset where id = @Dataset and state = 'reading' and attempt = @Attempt for update", new { run.Dataset, run.Attempt }, cancel) is null)
        {
            return false;
        }

        await DeleteAsync(work, batch, cancel);
        var fresh = batch.Messages.Skip((int)Math.Max(0, run.Stored - first)).GroupBy(message => message.Key).Select(group => group.Last()).ToList();
        if (fresh.Count > 0)
        {
            await InsertAsync(work, fresh, cancel);
        }

        Stored = seen;
        await work.ExecuteAsync(
            """
            update street_dataset set stored = @seen, percent = greatest(percent, @percent) where id = @Dataset;
            update job set leased_until = @until where id = @job and state = 'ready' and leased_until is not null
            """,
            new { run.Dataset, seen, percent = (short)percent, job, until = work.Now + Lease },
            cancel);
        work.ForgetInPowerCut();
        await work.CommitAsync(cancel);
        return true;
    }

    private async Task DeleteAsync(UnitOfWork work, MaskedBatch batch, CancellationToken cancel)
    {
        if (batch.Deleted.Count > 0)
        {
            await work.ExecuteAsync("delete from street_message where source_id = @Source and stable = any(@keys)", new { run.Source, keys = batch.Deleted.ToArray() }, cancel);
        }

        if (batch.DeletedAuthors.Count > 0)
        {
            await work.ExecuteAsync("delete from street_message where source_id = @Source and author_tag = any(@tags)", new { run.Source, tags = batch.DeletedAuthors.Select(Tag).ToArray() }, cancel);
        }
    }

    private async Task InsertAsync(UnitOfWork work, List<MaskedMessage> messages, CancellationToken cancel)
    {
        var (kept, rest) = (await work.Keys.OpenAsync(run.Dataset, cancel), await work.Keys.OpenAsync(run.Rest, cancel));
        var count = messages.Count;
        var ids = new Guid[count];
        var (stable, content, routes, kinds) = (new string[count], new string[count], new string[count], new string?[count]);
        var (tags, bodies, explanations) = (new byte[]?[count], new byte[count][], new byte[]?[count]);
        var (days, untils, severities) = (new DateOnly?[count], new DateOnly[count], new short?[count]);
        var (priorities, passed, origins) = (new float[count], new bool[count], new Guid?[count]);
        foreach (var (n, message) in messages.Index())
        {
            var found = screener.Screen(message.Text.Text);
            var flagged = found.Route != Route.None;
            var id = IdOf(message.Key);
            var key = flagged ? kept : rest;
            (ids[n], stable[n], content[n], routes[n], kinds[n]) = (id, message.Key, message.Content, found.Route.Code(), flagged ? found.Category!.Value.Code() : null);
            (severities[n], priorities[n]) = (flagged ? (short)found.Severity!.Value : null, (float)found.Score);
            tags[n] = message.Author is { } author ? Tag(author) : null;
            bodies[n] = FieldCipher.Seal(key, new FieldPlace(Table, "body", id), message.Text.Text);
            explanations[n] = flagged ? FieldCipher.Seal(key, new FieldPlace(Table, "explanation", id), JsonSerializer.Serialize(found, Json)) : null;
            days[n] = message.At is { } at ? DanishTime.DayOf(at) : null;
            untils[n] = flagged ? run.KeptUntil : run.RestUntil;
            passed[n] = message.ForwardedFrom is not null;
            origins[n] = message.ForwardedChannel is { } channel && run.Channels.TryGetValue(channel, out var origin) ? origin : null;
        }

        await work.ExecuteAsync(
            """
            insert into street_message (id, dataset_id, source_id, stable, content, author_tag, taken_at, written_on, passed_on, origin_id, body, route, kind, severity, priority, explanation, expires_on)
            select m.id, @Dataset, @Source, m.stable, m.content, m.tag, @now, m.day, m.passed, m.origin, m.body, m.route, m.kind, m.severity, m.priority, m.explanation, m.until
            from unnest(@ids, @stable, @content, @tags, @days, @passed, @origins, @bodies, @routes, @kinds, @severities, @priorities, @explanations, @untils)
              as m (id, stable, content, tag, day, passed, origin, body, route, kind, severity, priority, explanation, until)
            on conflict (source_id, stable) do update set
              dataset_id = excluded.dataset_id, content = excluded.content, author_tag = excluded.author_tag, taken_at = excluded.taken_at, written_on = excluded.written_on, passed_on = excluded.passed_on,
              origin_id = excluded.origin_id, body = excluded.body, route = excluded.route, kind = excluded.kind, severity = excluded.severity, priority = excluded.priority,
              explanation = excluded.explanation, expires_on = excluded.expires_on
            where street_message.content <> excluded.content
            """,
            new { run.Dataset, run.Source, now = work.Now, ids, stable, content, tags, days, passed, origins, bodies, routes, kinds, severities, priorities, explanations, untils },
            cancel);
    }

    /// <summary>Of the message's stable key: a new version lies in the same row, and so do the verdicts on it.</summary>
    private Guid IdOf(string stable) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Source:N}/{stable}")).AsSpan(0, 16), bigEndian: true);

    private static byte[] Tag(string alias) => SHA256.HashData(Encoding.UTF8.GetBytes(alias))[..TagBytes];
}
