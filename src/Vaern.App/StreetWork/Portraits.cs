using Vaern.App.Accounts;
using Vaern.App.Pictures;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Streams;

namespace Vaern.App.StreetWork;

/// <summary>
/// The portrait of a member of staff on their own open profile: the only picture in the rooms of the street. It is drawn anew in the limited process,
/// so that nothing that lay beside the pixels (place, time, device) comes along.
/// </summary>
public static class Portraits
{
    public const int MostBytes = 8 << 20;

    /// <summary><c>profile.not-found</c>, <c>portrait.empty</c>, <c>portrait.too-large</c>, <c>portrait.no-worker</c>, <c>picture.*</c>.</summary>
    public static async Task<Result<Guid>> SetAsync(Municipality municipality, StaffMember staff, Guid profile, Stream content, CancellationToken cancel = default)
    {
        if (municipality.Tools.Pictures is not { } worker)
        {
            return new Error("portrait.no-worker", "The installation cannot draw pictures anew.");
        }

        using var received = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0;)
        {
            if (received.Length + read > MostBytes)
            {
                return new Error("portrait.too-large", "The picture is larger than 8 MB.");
            }

            received.Write(buffer, 0, read);
        }

        if (received.Length == 0)
        {
            return new Error("portrait.empty", "There is no picture in the form.");
        }

        if (!(await worker.AskAsync(PictureTask.Preview, received.ToArray(), cancel)).TryGet(out var drawn, out var problem))
        {
            return problem;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await OpenProfiles.FindAsync(work, profile, cancel) is not { ClosedAt: null } found || found.Worker != staff.Account)
        {
            return new Error("profile.not-found", "The profile is not yours.");
        }

        var old = await work.FirstOrDefaultAsync<Guid?>("select portrait_id from open_profile where id = @profile for update", new { profile }, cancel);
        using var bytes = new MemoryStream(drawn.ToArray());
        var stored = (await BlobStore.WriteAsync(work, profile, await work.Keys.OpenAsync(profile, cancel), bytes, long.MaxValue, cancel)).Value;
        await work.ExecuteAsync("update open_profile set portrait_id = @blob, version = version + 1 where id = @profile", new { profile, blob = stored.Id }, cancel);
        if (old is { } gone)
        {
            await BlobStore.DestroyAsync(work, gone, cancel);
        }

        await work.Streams.AppendAsync(profile, new StreamEvent("profile.portrait", Detail: new { old, @new = stored.Id }) { Role = Mandates.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return profile;
    }

    /// <summary>The bytes for everybody: an open profile is public. <c>profile.not-found</c> when there is none, or no portrait.</summary>
    public static async Task<Result<ReadOnlyMemory<byte>>> ReadAsync(Municipality municipality, Guid profile, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var blob = await work.FirstOrDefaultAsync<Guid?>("select portrait_id from open_profile where id = @profile and closed_at is null", new { profile }, cancel);
        if (blob is not { } found)
        {
            return new Error("profile.not-found", "There is no such portrait.");
        }

        using var bytes = new MemoryStream();
        await BlobStore.ReadAsync(work, found, bytes, cancel);
        return new ReadOnlyMemory<byte>(bytes.ToArray());
    }
}
