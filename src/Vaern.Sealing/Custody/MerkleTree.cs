using System.Numerics;
using System.Security.Cryptography;

namespace Vaern.Sealing.Custody;

/// <summary>Merkle tree hashing of RFC 6962 §2.1 with the inclusion proofs of RFC 9162 §2.1.3. SHA-256 throughout.</summary>
public static class MerkleTree
{
    /// <summary>Root over the given leaf data (not yet hashed). The root of no leaves is SHA-256 of nothing.</summary>
    public static byte[] Root(IReadOnlyList<ReadOnlyMemory<byte>> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        return leaves.Count == 0 ? SHA256.HashData([]) : Root(leaves, 0, leaves.Count);
    }

    /// <summary>Inclusion path of leaf <paramref name="index"/>, from leaf to root.</summary>
    public static IReadOnlyList<byte[]> Path(IReadOnlyList<ReadOnlyMemory<byte>> leaves, int index)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Count);
        var path = new List<byte[]>();
        AddPath(leaves, 0, leaves.Count, index, path);
        return path;
    }

    /// <summary>Follows a path from leaf data to the root it leads to; null when the path has the wrong length for its place.</summary>
    public static byte[]? Follow(ReadOnlySpan<byte> leaf, long index, long size, IReadOnlyList<byte[]> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (index < 0 || index >= size) return null;
        var (place, last) = (index, size - 1);
        var hash = Leaf(leaf);
        foreach (var sibling in path)
        {
            if (last == 0) return null;
            if ((place & 1) == 1 || place == last)
            {
                hash = Node(sibling, hash);
                if ((place & 1) == 0)
                {
                    while ((place & 1) == 0 && place != 0)
                    {
                        place >>= 1;
                        last >>= 1;
                    }
                }
            }
            else
            {
                hash = Node(hash, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 ? hash : null;
    }

    /// <summary>SHA-256(0x00 ‖ data).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> data) => SHA256.HashData([0, .. data]);

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([1, .. left, .. right]);

    private static byte[] Root(IReadOnlyList<ReadOnlyMemory<byte>> leaves, int start, int count)
    {
        if (count == 1) return Leaf(leaves[start].Span);
        var left = LeftOf(count);
        return Node(Root(leaves, start, left), Root(leaves, start + left, count - left));
    }

    private static void AddPath(IReadOnlyList<ReadOnlyMemory<byte>> leaves, int start, int count, int index, List<byte[]> path)
    {
        if (count == 1) return;
        var left = LeftOf(count);
        if (index < left)
        {
            AddPath(leaves, start, left, index, path);
            path.Add(Root(leaves, start + left, count - left));
        }
        else
        {
            AddPath(leaves, start + left, count - left, index - left, path);
            path.Add(Root(leaves, start, left));
        }
    }

    /// <summary>The largest power of two below <paramref name="count"/>.</summary>
    private static int LeftOf(int count) => (int)(BitOperations.RoundUpToPowerOf2((uint)count) / 2);
}
