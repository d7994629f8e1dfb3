using System.Buffers.Binary;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>Changes bytes as accidents and attackers do. The same seed gives the same change.</summary>
internal static class Mutation
{
    private static readonly uint[] TellingValues = [0, 1, 0x7F, 0xFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x04034B50, 0x02014B50, 0x06054B50, 0x06064B50, 0x07064B50];

    /// <returns>Bytes that differ from <paramref name="original"/>.</returns>
    internal static byte[] Of(byte[] original, int seed)
    {
        var random = new Random(seed);
        byte[] changed;
        do
        {
            changed = original;
            var times = random.Next(4) == 0 ? random.Next(2, 6) : 1;
            for (var i = 0; i < times; i++) changed = Once(changed, random);
        }
        while (changed.AsSpan().SequenceEqual(original));
        return changed;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        if (bytes.Length < 8) return [.. bytes, (byte)random.Next(256)];
        var at = random.Next(bytes.Length);
        var length = Math.Min(random.Next(1, 64), bytes.Length - at);
        var copy = bytes.ToArray();
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                copy[at] ^= (byte)(1 << random.Next(8));
                return copy;
            case 3:
                copy[at] = (byte)random.Next(256);
                return copy;
            case 4:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            case 5:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 6:
                return random.Next(2) == 0 ? bytes[..at] : bytes[at..];
            case 7:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 8:
                var from = random.Next(bytes.Length - length + 1);
                bytes.AsSpan(from, length).CopyTo(copy.AsSpan(at));
                return copy;
            default:
                var value = TellingValues[random.Next(TellingValues.Length)];
                if (at + 4 <= copy.Length && random.Next(2) == 0) BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at), value);
                else if (at + 2 <= copy.Length) BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(at), (ushort)value);
                return copy;
        }
    }
}
