using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Vaern.Matching.Hashing;

/// <summary>
/// 256 bits of a PDQ fingerprint; <paramref name="Word0"/> holds bits 0–63. It is personal data about the people in the picture: text forms
/// that end in logs by accident do not show it, <see cref="ToHex"/> must be asked for.
/// </summary>
public readonly record struct PdqHash(ulong Word0, ulong Word1, ulong Word2, ulong Word3)
{
    /// <summary>Digits of the text form.</summary>
    public const int HexLength = 64;

    /// <summary>Bytes of the binary form.</summary>
    public const int ByteLength = 32;

    /// <summary>No bit set: what the algorithm gives for a picture that is too small. Never a fingerprint.</summary>
    public bool IsZero => (Word0 | Word1 | Word2 | Word3) == 0;

    /// <summary>How many bits are 1; 128 unless coefficients tie.</summary>
    public int BitCount => BitOperations.PopCount(Word0) + BitOperations.PopCount(Word1) + BitOperations.PopCount(Word2) + BitOperations.PopCount(Word3);

    /// <summary>Number of differing bits, 0–256.</summary>
    public int Distance(PdqHash other) =>
        BitOperations.PopCount(Word0 ^ other.Word0) + BitOperations.PopCount(Word1 ^ other.Word1)
        + BitOperations.PopCount(Word2 ^ other.Word2) + BitOperations.PopCount(Word3 ^ other.Word3);

    /// <summary>Slot <paramref name="slot"/> of sixteen: bits 16·slot … 16·slot+15.</summary>
    public ushort Slot(int slot) => (ushort)(Word(slot >> 2) >> ((slot & 3) << 4));

    /// <summary>The hash with bit <paramref name="bit"/> (0–255) turned over.</summary>
    public PdqHash Flip(int bit)
    {
        var mask = 1UL << (bit & 63);
        return (bit >> 6) switch
        {
            0 => this with { Word0 = Word0 ^ mask },
            1 => this with { Word1 = Word1 ^ mask },
            2 => this with { Word2 = Word2 ^ mask },
            _ => this with { Word3 = Word3 ^ mask },
        };
    }

    /// <summary>64 lower-case hexadecimal digits, bits 255–252 first.</summary>
    public string ToHex() => $"{Word3:x16}{Word2:x16}{Word1:x16}{Word0:x16}";

    /// <summary>Reads the text form; upper case is taken too. False for another length or another character.</summary>
    public static bool TryParse(ReadOnlySpan<char> hex, out PdqHash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[ByteLength];
        if (hex.Length != HexLength || Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }
        hash = Read(bytes);
        return true;
    }

    /// <summary>Reads the binary form that <see cref="Write"/> writes: 32 bytes, most significant first.</summary>
    public static PdqHash Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Word3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Word2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Word1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], Word0);
    }

    /// <summary>Says nothing of the bits, on purpose.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "An override")]
    public override string ToString() => "PdqHash";

    private ulong Word(int index) => index switch { 0 => Word0, 1 => Word1, 2 => Word2, _ => Word3 };
}
