using System.Text;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Screening.Masking;

namespace Vaern.App.StreetWork.Imports;

/// <summary>
/// The key from which a mandate's aliases come, one derived for each source, so that nobody can be followed from channel to channel. It is destroyed when the
/// mandate ends: then nobody can find out any more whom an alias meant.
/// </summary>
internal static class AliasKeys
{
    public static async Task<AliasKey> OfAsync(UnitOfWork work, Guid mandate, Guid source, CancellationToken cancel)
    {
        var key = await work.FirstOrDefaultAsync<Guid?>("select key_id from mandate_alias_key where mandate_id = @mandate", new { mandate }, cancel);
        if (key is null)
        {
            key = Guid.CreateVersion7();
            await work.Keys.CreateAsync(key.Value, StreetKeys.Kind, cancel);
            await work.ExecuteAsync("insert into mandate_alias_key (mandate_id, key_id, made_at) values (@mandate, @key, @now)", new { mandate, key, now = work.Now }, cancel);
            await work.Streams.AppendAsync(mandate, new StreamEvent("mandate.alias-key-made", Detail: new { key }), cancel);
        }

        return new AliasKey((await work.Keys.OpenAsync(key.Value, cancel)).Mac(Encoding.ASCII.GetBytes($"alias/{source:N}")));
    }

    /// <summary>Destroys the keys of mandates that have ended; gives how many. Safe to repeat.</summary>
    public static async Task<int> DestroyEndedAsync(UnitOfWork work, CancellationToken cancel)
    {
        var ended = await work.QueryAsync<(Guid Mandate, Guid Key)>(
            "select mandate_id, key_id from mandate_alias_key where not mandate_runs(mandate_id, @now) order by mandate_id limit 100 for update skip locked", new { now = work.Now }, cancel);
        foreach (var (mandate, key) in ended)
        {
            await work.ExecuteAsync("delete from mandate_alias_key where mandate_id = @mandate", new { mandate }, cancel);
            await work.Keys.DestroyAsync(key, cancel);
            await work.Streams.AppendAsync(mandate, new StreamEvent("mandate.alias-key-destroyed", Detail: new { certificate = key }), cancel);
        }

        return ended.Count;
    }
}
