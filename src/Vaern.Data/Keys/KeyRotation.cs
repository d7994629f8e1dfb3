using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;

namespace Vaern.Data.Keys;

/// <summary>
/// A new key for a municipality. Only data keys are wrapped anew; blobs and fields stay as they are. Three steps, each whole or not done: the next key
/// is written beside the present one, the database changes over in one transaction, the next key takes the place of the present one. A program
/// that is killed between them finds at its next start, from the fingerprint in the database, which of the two files is the key.
/// </summary>
public static class KeyRotation
{
    private const int Batch = 1000;

    /// <summary>Where the next key waits while the database changes over.</summary>
    public static string NextPath(string keyPath) => keyPath + ".next";

    /// <summary>Finishes or takes back a rotation that was cut off. Does nothing where there was none.</summary>
    /// <param name="open">Opens the municipality's database with these keys; for a rotation under another application name than those who serve.</param>
    /// <returns>The municipality's keys. <c>key.permissions</c>, <c>key.format</c>, <c>key.wrong</c>.</returns>
    public static async Task<Result<TenantKeys>> SettleAsync(string keyPath, Func<TenantKeys, TenantDatabase> open, CancellationToken cancel = default)
    {
        if (!TenantKeyFile.Read(keyPath).TryGet(out var present, out var unreadable))
        {
            return unreadable;
        }

        byte[]? stored;
        await using (var database = open(present))
        await using (var work = await database.BeginAsync(Acting.System, cancel))
        {
            stored = await work.FirstOrDefaultAsync<byte[]>("select id from tenant_key", cancel: cancel);
        }

        var next = NextPath(keyPath);
        if (stored is null || stored.AsSpan().SequenceEqual(present.Id))
        {
            // Not changed over: nothing was wrapped under the next key, and there may be another one later.
            File.Delete(next);
            return TenantKeyFile.Read(keyPath);
        }

        if (File.Exists(next))
        {
            if (!TenantKeyFile.Read(next).TryGet(out var waiting, out unreadable))
            {
                return unreadable;
            }

            if (stored.AsSpan().SequenceEqual(waiting.Id))
            {
                File.Move(next, keyPath, overwrite: true);
                return TenantKeyFile.Read(keyPath);
            }
        }

        return new Error("key.wrong", $"The key in {keyPath} is not the one that the database is under: it was rotated. Restore the key of that time or later.");
    }

    /// <summary>
    /// Rotates. No other program may use the database meanwhile: one that held the old key could neither read nor write afterwards.
    /// <c>key.in-use</c>, and those of <see cref="SettleAsync"/>.
    /// </summary>
    /// <param name="reached">Told of each step as it is about to be made; tests end there.</param>
    public static async Task<Result<int>> RunAsync(string keyPath, Func<TenantKeys, TenantDatabase> open, Action<string>? reached = null, CancellationToken cancel = default)
    {
        if (!(await SettleAsync(keyPath, open, cancel)).TryGet(out var present, out var unreadable))
        {
            return unreadable;
        }

        await using var database = open(present);
        await using var work = await database.BeginAsync(Acting.System, cancel);
        var others = await work.SingleAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = @ServingName and usename in ('vaern_web', 'vaern_worker') and pid <> pg_backend_pid()",
            new { TenantDatabase.ServingName }, cancel);
        if (others > 0)
        {
            return new Error("key.in-use", "Another vaern uses the database. Stop serving on every node, rotate, and start again.");
        }

        reached?.Invoke("write");
        var next = present.Rewrapped(SecretKey.Generate());
        TenantKeyFile.WriteWhole(NextPath(keyPath), TenantKeyFile.TextOf(next), overwrite: true);
        reached?.Invoke("change over");
        var count = await ChangeOverAsync(work, present, next, cancel);
        reached?.Invoke("commit");
        await work.CommitAsync(cancel);
        reached?.Invoke("take its place");
        File.Move(NextPath(keyPath), keyPath, overwrite: true);
        return count;
    }

    private static async Task<int> ChangeOverAsync(UnitOfWork work, TenantKeys present, TenantKeys next, CancellationToken cancel)
    {
        await work.ExecuteAsync("lock table data_key in exclusive mode", cancel: cancel);
        // In the stream of the system, sealed under a key that is still the old one.
        await work.Streams.AppendAsync(
            work.Database.Tenant, new StreamEvent("key.rotated", "", new { from = Convert.ToHexStringLower(present.Id), to = Convert.ToHexStringLower(next.Id) }) { Role = "system" }, cancel);
        await work.ExecuteAsync(
            "insert into tenant_key (id, rotated_at) values (@Id, @Now) on conflict (one) do update set id = excluded.id, rotated_at = excluded.rotated_at", new { next.Id, work.Now }, cancel);
        var rows = await work.QueryAsync<(Guid Owner, byte[] Wrapped)>("select owner_id, wrapped from data_key where kind <> 'draft' order by owner_id", cancel: cancel);
        foreach (var batch in rows.Chunk(Batch))
        {
            await work.ExecuteAsync(
                "update data_key set wrapped = n.wrapped, under = @under from unnest(@owners, @wrapped) as n (owner_id, wrapped) where data_key.owner_id = n.owner_id",
                new { owners = batch.Select(row => row.Owner).ToArray(), wrapped = batch.Select(row => Rewrap(work, present, next, row.Owner, row.Wrapped)).ToArray(), under = next.Id },
                cancel);
        }

        return rows.Count;
    }

    private static byte[] Rewrap(UnitOfWork work, TenantKeys present, TenantKeys next, Guid owner, byte[] wrapped)
    {
        var scope = new KeyScope(work.Database.Tenant, owner, Guid.Empty);
        using var key = KeyWrap.Unwrap(present.Wrapping, wrapped, KeyKind.Case, scope);
        return KeyWrap.Wrap(next.Wrapping, key, KeyKind.Case, scope);
    }
}
