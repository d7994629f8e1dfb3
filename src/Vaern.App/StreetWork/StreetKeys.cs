using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.StreetWork;

/// <summary>A thing of the street has a data key and a stream of its own: destroying the key is what deletes it.</summary>
internal static class StreetKeys
{
    public const string Kind = "street";

    public static async Task BeginAsync(UnitOfWork work, Guid id, StreamEvent first, CancellationToken cancel)
    {
        await work.Keys.CreateAsync(id, Kind, cancel);
        await work.Streams.BeginAsync(id, Kind, first, cancel);
    }
}
