namespace Vaern.Sealing.Verification;

/// <summary>
/// A canonical Huffman code of RFC 1951 §3.2.2. Only complete codes are accepted: an unused bit pattern would be a place where
/// a changed file could still decode to the same content.
/// </summary>
internal sealed class HuffmanCode
{
    internal const int LongestCode = 15;
    private const int FastBits = 10;
    private const int FastMask = (1 << FastBits) - 1;

    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly int[] _counts = new int[LongestCode + 1];
    private readonly ushort[] _symbols = new ushort[288];

    /// <summary>Builds the code for symbols with these lengths, 0 for symbols that do not occur.</summary>
    internal void Build(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(_counts);
        foreach (var length in lengths) _counts[length]++;
        _counts[0] = 0;
        var left = 1;
        for (var bits = 1; bits <= LongestCode; bits++)
        {
            left = (left << 1) - _counts[bits];
            if (left < 0) throw new InvalidDataException("More codes than bits allow.");
        }
        if (left != 0) throw new InvalidDataException("An incomplete code.");

        Span<int> starts = stackalloc int[LongestCode + 2];
        for (var bits = 1; bits <= LongestCode; bits++) starts[bits + 1] = starts[bits] + _counts[bits];
        for (var symbol = 0; symbol < lengths.Length; symbol++)
            if (lengths[symbol] != 0) _symbols[starts[lengths[symbol]]++] = (ushort)symbol;
        FillFast();
    }

    /// <summary>The next symbol in the low bits of <paramref name="bits"/>, and how many of them its code takes.</summary>
    internal int Decode(ulong bits, out int length)
    {
        var entry = _fast[(int)bits & FastMask];
        if (entry != 0)
        {
            length = entry & 15;
            return entry >> 4;
        }
        return DecodeLong(bits, out length);
    }

    /// <summary>Walks the lengths one by one: within a length the codes are consecutive numbers.</summary>
    private int DecodeLong(ulong bits, out int length)
    {
        int code = 0, first = 0, index = 0;
        for (length = 1; length <= LongestCode; length++)
        {
            code |= (int)(bits & 1);
            bits >>= 1;
            var count = _counts[length];
            if (code < first + count) return _symbols[index + code - first];
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new InvalidDataException("No such code.");
    }

    private void FillFast()
    {
        Array.Clear(_fast);
        int code = 0, index = 0;
        for (var length = 1; length <= FastBits; length++)
        {
            for (var i = 0; i < _counts[length]; i++, code++, index++)
            {
                var reversed = 0;
                for (var bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
                var entry = (ushort)((_symbols[index] << 4) | length);
                for (var at = reversed; at <= FastMask; at += 1 << length) _fast[at] = entry;
            }
            code <<= 1;
        }
    }
}
