using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vaern.Matching.Hashing;

namespace Vaern.Matching.Index;

/// <summary>
/// An exact index over hashes that never change: sixteen slots of sixteen bits. Two hashes within 31 bits have some slot that differs in at most one bit
/// (16 × 2 &gt; 31), so the query's value and its sixteen neighbours in each slot hold every match: nothing is missed. Flat arrays, no objects; safe
/// for any number of readers.
/// </summary>
public sealed unsafe class MultiIndex
{
    private const int Slots = 16, Values = 1 << 16;

    /// <summary>From here on each bucket also keeps the half of the hash that its slot does not belong to: most candidates fall without a further read.</summary>
    internal const int HalvesFrom = 200_000;

    private readonly PdqHash[] hashes;
    private readonly int[] starts;
    private readonly int[] places;
    private readonly Half[] halves;

    /// <param name="hashes">Kept, not copied; position in this array is what a search reports.</param>
    /// <param name="withHalves">Null chooses by size.</param>
    public MultiIndex(PdqHash[] hashes, bool? withHalves = null)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        this.hashes = hashes;
        var count = hashes.Length;
        starts = new int[Slots * (Values + 1)];
        places = GC.AllocateUninitializedArray<int>(Slots * count);
        halves = withHalves ?? count >= HalvesFrom ? GC.AllocateUninitializedArray<Half>(Slots * count) : [];
        var carried = halves.Length > 0 ? GC.AllocateUninitializedArray<Carried>(count) : [];
        for (var slot = 0; slot < Slots; slot++)
        {
            Fill(slot, carried);
        }
        // It held hashes, and nobody wipes it later.
        Array.Clear(carried);
    }

    public int Count => hashes.Length;

    internal ReadOnlySpan<PdqHash> Hashes => hashes;

    internal PdqHash this[int place] => hashes[place];

    /// <summary>Bytes of memory held.</summary>
    public long Size => ((long)hashes.Length * 32) + ((long)starts.Length * 4) + ((long)places.Length * 4) + ((long)halves.Length * 16);

    /// <summary>Appends position and distance of everything within <paramref name="most"/> (0–31), each once, in no order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Search(in PdqHash query, int most, ref HitBuffer hits)
    {
        var reach = most < Slots ? 0 : 1;
        var keptHalves = halves.Length > 0;
        Span<int> from = stackalloc int[17];
        Span<int> to = stackalloc int[17];
        for (var slot = 0; slot < Slots; slot++)
        {
            var value = query.Slot(slot);
            ref var start = ref starts[slot * (Values + 1)];
            var buckets = reach == 0 ? 1 : 17;
            // All seventeen reads are asked for before the first is waited on.
            for (var k = 0; k < buckets; k++)
            {
                var bucket = k == 0 ? value : value ^ (1 << (k - 1));
                from[k] = Unsafe.Add(ref start, bucket);
                to[k] = Unsafe.Add(ref start, bucket + 1);
                Prefetch(slot, from[k], to[k], keptHalves);
            }
            for (var k = 0; k < buckets; k++)
            {
                if (keptHalves)
                {
                    SearchHalves(query, slot, from[k], to[k], most, reach, ref hits);
                }
                else
                {
                    SearchWhole(query, slot, from[k], to[k], most, reach, ref hits);
                }
            }
        }
    }

    /// <summary>Positions that hold exactly this hash.</summary>
    internal void Find(in PdqHash hash, ref HitBuffer hits) => Search(hash, 0, ref hits);

    /// <summary>Forgets every hash; for an index that nobody searches any more.</summary>
    internal void Wipe()
    {
        Array.Clear(hashes);
        Array.Clear(halves);
        Array.Clear(starts);
        Array.Clear(places);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(int slot, int from, int to, bool keptHalves)
    {
        if (!Sse.IsSupported || from == to)
        {
            return;
        }
        var offset = (nint)slot * hashes.Length;
        if (keptHalves)
        {
            ref var first = ref Unsafe.As<Half, byte>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(halves), offset + from));
            for (nint at = 0, end = (nint)(to - from) * 16; at < end; at += 64)
            {
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, at)));
            }
        }
        else
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(places), offset + from)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SearchHalves(in PdqHash query, int slot, int from, int to, int most, int reach, ref HitBuffer hits)
    {
        // The half that the slot does not lie in; the distance of a half never exceeds that of the whole.
        var (low, high) = slot < 8 ? (query.Word2, query.Word3) : (query.Word0, query.Word1);
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(halves), (nint)slot * hashes.Length);
        for (var k = from; k < to; k++)
        {
            ref var half = ref Unsafe.Add(ref first, k);
            if (BitOperations.PopCount(half.Low ^ low) + BitOperations.PopCount(half.High ^ high) <= most)
            {
                Check(query, slot, places[(slot * hashes.Length) + k], most, reach, ref hits);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SearchWhole(in PdqHash query, int slot, int from, int to, int most, int reach, ref HitBuffer hits)
    {
        for (var k = from; k < to; k++)
        {
            Check(query, slot, places[(slot * hashes.Length) + k], most, reach, ref hits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(in PdqHash query, int slot, int place, int most, int reach, ref HitBuffer hits)
    {
        ref var hash = ref hashes[place];
        var distance = hash.Distance(query);
        if (distance <= most && FirstSlot(query, hash, reach) == slot)
        {
            hits.Add(new IndexHit(place, distance));
        }
    }

    // A hash that is near in several slots is reported by the first of them. x & (x − 1) takes the lowest bit away: nothing is left of one bit or none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FirstSlot(in PdqHash a, in PdqHash b, int reach)
    {
        var difference = Vector256.Create(a.Word0 ^ b.Word0, a.Word1 ^ b.Word1, a.Word2 ^ b.Word2, a.Word3 ^ b.Word3).AsUInt16();
        var left = reach == 0 ? difference : difference & (difference - Vector256<ushort>.One);
        return BitOperations.TrailingZeroCount(Vector256.Equals(left, Vector256<ushort>.Zero).ExtractMostSignificantBits());
    }

    // Counts, sums up, fills.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int slot, Span<Carried> carried)
    {
        var count = hashes.Length;
        var start = starts.AsSpan(slot * (Values + 1), Values + 1);
        int word = slot >> 2, shift = (slot & 3) << 4;
        ref var words = ref Unsafe.As<PdqHash, ulong>(ref MemoryMarshal.GetArrayDataReference(hashes));
        for (var place = 0; place < count; place++)
        {
            start[(ushort)(Unsafe.Add(ref words, (place * 4) + word) >> shift) + 1]++;
        }
        for (var value = 0; value < Values; value++)
        {
            start[value + 1] += start[value];
        }
        ref var target = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(places), (nint)slot * count);
        if (carried.IsEmpty)
        {
            for (var place = 0; place < count; place++)
            {
                Unsafe.Add(ref target, start[(ushort)(Unsafe.Add(ref words, (place * 4) + word) >> shift)]++) = place;
            }
        }
        else
        {
            FillHalves(slot, start, carried, ref target);
        }
        // start[v] was moved while its bucket was filled and ends where the next begins; one shift back mends it.
        start[..Values].CopyTo(start[1..]);
        start[0] = 0;
    }

    // First by the upper eight bits, into 256 streams; then each part, small enough for the cache, into its buckets.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillHalves(int slot, Span<int> start, Span<Carried> carried, ref int target)
    {
        var count = hashes.Length;
        int word = slot >> 2, shift = (slot & 3) << 4, other = slot < 8 ? 2 : 0;
        ref var words = ref Unsafe.As<PdqHash, ulong>(ref MemoryMarshal.GetArrayDataReference(hashes));
        ref var parts = ref MemoryMarshal.GetReference(carried);
        ref var kept = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(halves), (nint)slot * count);
        Span<int> next = stackalloc int[256];
        for (var part = 0; part < next.Length; part++)
        {
            next[part] = start[part << 8];
        }
        for (var place = 0; place < count; place++)
        {
            ref var hash = ref Unsafe.Add(ref words, place * 4);
            var value = (ushort)(Unsafe.Add(ref hash, word) >> shift);
            Unsafe.Add(ref parts, next[value >> 8]++) = new Carried(Unsafe.Add(ref hash, other), Unsafe.Add(ref hash, other + 1), place, value);
        }
        for (var k = 0; k < count; k++)
        {
            ref var one = ref Unsafe.Add(ref parts, k);
            var at = start[one.Value]++;
            Unsafe.Add(ref target, at) = one.Place;
            Unsafe.Add(ref kept, at) = new Half(one.Low, one.High);
        }
    }

    private readonly record struct Carried(ulong Low, ulong High, int Place, int Value);

    private readonly record struct Half(ulong Low, ulong High);
}

/// <summary>A position in an index and how far its hash is from the query.</summary>
public readonly record struct IndexHit(int Place, int Distance);

/// <summary>Grows as needed; a search without hits takes no memory. One thread at a time.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Never compared")]
public struct HitBuffer
{
    private IndexHit[]? items;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<IndexHit> Hits => items.AsSpan(0, Count);

    internal void Add(IndexHit hit)
    {
        if (items is null || Count == items.Length)
        {
            Array.Resize(ref items, Math.Max(8, Count * 2));
        }
        items[Count++] = hit;
    }

    public void Clear() => Count = 0;
}
