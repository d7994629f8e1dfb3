using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vaern.Screening.Explaining;

/// <summary>
/// The weekly sample of unflagged messages: the only way to learn what is missed. Which messages are taken depends on the seed and
/// their ids alone, not on their order, so that a second reader draws the same.
/// </summary>
public static class UnflaggedSample
{
    /// <summary>What a week's reading takes unless the municipality says otherwise.</summary>
    public const int UsualSize = 30;

    /// <param name="unflagged">Ids of the messages that were not flagged; doubles count once.</param>
    /// <param name="size">At most so many; 0 or more.</param>
    /// <param name="seed">Such as <c>2026-W47</c> with a secret of the municipality, so that nobody can write around it.</param>
    /// <returns>The drawn ids in the order of drawing.</returns>
    public static IReadOnlyList<string> Draw(IEnumerable<string> unflagged, int size, string seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var key = Encoding.UTF8.GetBytes(seed);
        var kept = new PriorityQueue<string, (ulong Draw, string Id)>(Comparer<(ulong Draw, string Id)>.Create(Later));
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in unflagged)
        {
            if (size == 0 || !known.Add(id))
            {
                continue;
            }
            var draw = (BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id))), id);
            if (kept.Count < size)
            {
                kept.Enqueue(id, draw);
            }
            else
            {
                kept.EnqueueDequeue(id, draw);
            }
        }
        var drawn = new string[kept.Count];
        for (var i = drawn.Length - 1; i >= 0; i--)
        {
            drawn[i] = kept.Dequeue();
        }
        return drawn;
    }

    /// <summary>How many of the unflagged are missed concerns, as a 95 % Wilson interval from the reading of the sample.</summary>
    /// <param name="read">Messages read; at least 1.</param>
    /// <param name="missed">Of them concerns.</param>
    public static (double Low, double High) MissedShare(int read, int missed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(read);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(missed, read);
        const double Z = 1.959963984540054;
        var share = (double)missed / read;
        var middle = share + (Z * Z / (2 * read));
        var reach = Z * Math.Sqrt((share * (1 - share) / read) + (Z * Z / (4.0 * read * read)));
        var scale = 1 + (Z * Z / read);
        return (Math.Max(0, (middle - reach) / scale), Math.Min(1, (middle + reach) / scale));
    }

    private static int Later((ulong Draw, string Id) one, (ulong Draw, string Id) other)
    {
        var byDraw = other.Draw.CompareTo(one.Draw);
        return byDraw != 0 ? byDraw : string.CompareOrdinal(other.Id, one.Id);
    }
}
