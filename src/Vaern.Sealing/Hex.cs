using System.Buffers;
using System.Security.Cryptography;

namespace Vaern.Sealing;

/// <summary>Lower-case hexadecimal form of SHA-256 values: 64 digits, the form of <c>sha256sum</c>.</summary>
public static class Hex
{
    private static readonly SearchValues<char> LowerCaseDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>SHA-256 of <paramref name="bytes"/> as 64 lower-case hex digits.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>True for exactly 64 digits of <c>0-9a-f</c>.</summary>
    public static bool IsSha256(ReadOnlySpan<char> text) => text.Length == 64 && !text.ContainsAnyExcept(LowerCaseDigits);
}
