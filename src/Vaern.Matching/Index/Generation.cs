using Vaern.Matching.Hashing;

namespace Vaern.Matching.Index;

/// <summary>
/// A base segment and the tail that grew beside it. Readers enter and leave, so that the memory of one that was replaced is wiped when the last
/// reader has left, and not under their hands.
/// </summary>
internal sealed class Generation(MultiIndex segment, Guid[] keys)
{
    private const int Retired = 1 << 30;
    private readonly List<TailChunk> chunks = [];
    private int readers;

    internal MultiIndex Segment { get; } = segment;

    internal Guid[] Keys { get; } = keys;

    /// <summary>True when nothing can be read from it any more.</summary>
    internal bool IsWiped { get; private set; }

    /// <summary>False when it was replaced meanwhile: take the newer one.</summary>
    internal bool TryEnter()
    {
        if ((Interlocked.Increment(ref readers) & Retired) == 0)
        {
            return true;
        }
        Leave();
        return false;
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref readers) == Retired)
        {
            Wipe();
        }
    }

    /// <summary>Called once, after the newer one is in its place.</summary>
    internal void Retire()
    {
        if (Interlocked.Add(ref readers, Retired) == Retired)
        {
            Wipe();
        }
    }

    internal TailChunk NewChunk()
    {
        var chunk = new TailChunk(new PdqHash[TailChunk.Length], new ulong[TailChunk.Length * 2], new Guid[TailChunk.Length]);
        chunks.Add(chunk);
        return chunk;
    }

    // A late reader that turns back at the door may bring the count to the mark a second time; wiping twice does no harm.
    private void Wipe()
    {
        Segment.Wipe();
        foreach (var chunk in chunks)
        {
            Array.Clear(chunk.Hashes);
            Array.Clear(chunk.Halves);
        }
        IsWiped = true;
    }
}

/// <summary>A part of the tail; filled from the front, never moved. The first 128 bits of each hash stand apart, so that the scan reads half.</summary>
internal sealed record TailChunk(PdqHash[] Hashes, ulong[] Halves, Guid[] Keys)
{
    internal const int Length = 4096;
}
