namespace Vaern.Data.Keys;

/// <summary>
/// What can be said about something whose key was destroyed (evidence format §6.1): when that was, and when the last backup that may hold the wrapped key runs
/// out. Before the second date whoever has that backup and the municipality's key could still read it.
/// </summary>
/// <param name="Id">The case, report, contact, account or file.</param>
/// <param name="Kind">A kind of table <c>data_key</c>, or <c>file</c>.</param>
/// <param name="LastBackup">When the last copy of the key tables from before the deletion was taken; null when none was.</param>
/// <param name="BackupsEnd">When the last such copy may no longer be kept; null when there is none.</param>
public sealed record DeletionCertificate(Guid Id, string Kind, DateTimeOffset DestroyedAt, DateTimeOffset? LastBackup, DateTimeOffset? BackupsEnd)
{
    /// <summary>How long a copy of the key tables may be kept.</summary>
    public static readonly TimeSpan KeysKept = TimeSpan.FromDays(30);

    /// <summary>No copy of the key is left that may still be kept.</summary>
    public bool IsFinalAt(DateTimeOffset now) => BackupsEnd is not { } end || end <= now;

    /// <summary>A backup may see the key for as long as the deletion is not committed; an hour is allowed for that. <c>key.not-destroyed</c> when the key is there, or nothing is known of it.</summary>
    public static async Task<Result<DeletionCertificate>> ReadAsync(UnitOfWork work, Guid id, CancellationToken cancel = default)
    {
        var row = await work.FirstOrDefaultAsync<DeletionCertificate>(
            """
            select d.id, d.kind, d.destroyed_at as destroyedat, max(b.taken_at) as lastbackup, max(b.kept_until) as backupsend
            from destroyed_key d left join key_backup b on b.taken_at <= d.destroyed_at + interval '1 hour'
            where d.id = @id and not exists (select from data_key where owner_id = d.id) and not exists (select from blob_key where blob_id = d.id)
            group by d.id, d.kind, d.destroyed_at
            """,
            new { id },
            cancel);
        return row is null ? new Error("key.not-destroyed", $"No key of {id} was destroyed.") : row;
    }
}
