using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Vaern.App.Accounts;

/// <summary>
/// One-time codes by time, as every authenticator program makes them: RFC 6238 over RFC 4226 with HMAC-SHA-1, six digits, steps of
/// 30 seconds. A code is taken one step early or late (RFC 6238 §5.2) and never twice.
/// </summary>
public static class Totp
{
    public const int SecretSize = 20;
    public const int Digits = 6;
    private const int StepSeconds = 30;

    /// <summary>A fresh secret of 160 bits (RFC 4226 §4, R6).</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretSize);

    /// <summary>The number of the step that an instant lies in.</summary>
    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    public static string CodeAt(ReadOnlySpan<byte> secret, long step) => Hotp(secret, step, Digits);

    /// <summary>What a person typed, without the spaces and hyphens that programs show; null when it is not six digits.</summary>
    public static string? Parse(string? typed)
    {
        var digits = new string([.. (typed ?? "").Where(sign => !char.IsWhiteSpace(sign) && sign is not '-')]);
        return digits.Length == Digits && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    /// <summary>The secret for typing by hand: base 32 in groups of four.</summary>
    public static string InGroups(ReadOnlySpan<byte> secret) =>
        string.Join(' ', Base32.Encode(secret).Chunk(4).Select(group => new string(group)));

    /// <summary>The address that an authenticator program reads from a QR code (Key URI format of Google Authenticator).</summary>
    public static string Address(ReadOnlySpan<byte> secret, string issuer, string login) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(login)}?secret={Base32.Encode(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits=6&period=30";

    /// <summary>Which step a code belongs to.</summary>
    /// <param name="lastStep">The newest step whose code was taken; that one and all before it are spent.</param>
    internal static TotpAnswer Check(ReadOnlySpan<byte> secret, string? typed, DateTimeOffset now, long lastStep)
    {
        if (Parse(typed) is not { } code)
        {
            return new TotpAnswer(null, false);
        }

        var current = StepAt(now);
        long? fits = null;
        for (var step = current - 1; step <= current + 1; step++)
        {
            if (Same(CodeAt(secret, step), code))
            {
                fits = step;
            }
        }

        return fits is { } found && found <= lastStep ? new TotpAnswer(null, true) : new TotpAnswer(fits, false);
    }

    /// <summary>RFC 4226 §5.3: the last nibble of the MAC says where the number is taken.</summary>
    internal static string Hotp(ReadOnlySpan<byte> secret, long counter, int digits)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, counter);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // HMAC-SHA-1 is what RFC 6238 programs speak; its strength does not rest on collisions.
        HMACSHA1.HashData(secret, message, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & 0x7fff_ffff;
        var modulus = 1;
        for (var i = 0; i < digits; i++)
        {
            modulus *= 10;
        }

        return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    private static bool Same(string expected, string typed) =>
        CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(expected), System.Text.Encoding.ASCII.GetBytes(typed));
}

/// <param name="Step">The step of a code that is right and fresh.</param>
/// <param name="Used">True when the code was right but has been taken before.</param>
internal readonly record struct TotpAnswer(long? Step, bool Used);
