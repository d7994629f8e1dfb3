using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vaern.Data;

namespace Vaern.App.Accounts;

/// <summary>
/// What is stored of a password: <c>pbkdf2-sha256$600000$salt$hash</c>, salt (16 bytes) and hash (32 bytes) in base64. The first
/// part names the algorithm and is the version of the format. PBKDF2 as in RFC 8018 §5.2, over the NFKC form in UTF-8.
/// </summary>
internal sealed record PasswordHash(int Rounds, byte[] Salt, byte[] Hash)
{
    /// <summary>What the OWASP password storage guide asks of PBKDF2-HMAC-SHA256.</summary>
    public const int CurrentRounds = 600_000;

    private const string Algorithm = "pbkdf2-sha256";
    private const int SaltSize = 16;
    private const int HashSize = 32;
    private const int MostRounds = 10_000_000;

    /// <summary>Stands in where a login is unknown, so that the answer takes as long as for a known one.</summary>
    public static PasswordHash Nobody(int rounds) => new(rounds, new byte[SaltSize], new byte[HashSize]);

    public static PasswordHash Make(string password, int rounds)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return new PasswordHash(rounds, salt, Derive(password, salt, rounds));
    }

    /// <summary>Reads the stored form; <c>password.hash</c> for anything else.</summary>
    public static Result<PasswordHash> Parse(string? text)
    {
        var parts = (text ?? "").Split('$');
        if (parts.Length != 4 || parts[0] != Algorithm
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) || rounds is < 1 or > MostRounds
            || Bytes(parts[2], SaltSize) is not { } salt || Bytes(parts[3], HashSize) is not { } hash)
        {
            return new Error("password.hash", "The stored password is not of a known form.");
        }

        return new PasswordHash(rounds, salt, hash);
    }

    /// <summary>Takes a fixed time for a given number of rounds, whatever the answer.</summary>
    public bool Fits(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, Salt, Rounds), Hash);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Algorithm}${Rounds}${Convert.ToBase64String(Salt)}${Convert.ToBase64String(Hash)}");

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Normal(password)), salt, rounds, HashAlgorithmName.SHA256, HashSize);

    // A lone surrogate has no normal form; it is kept, and the encoder writes it as U+FFFD.
    private static string Normal(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return password;
        }
    }

    private static byte[]? Bytes(string base64, int size)
    {
        var bytes = new byte[size];
        return base64.Length == (size + 2) / 3 * 4 && Convert.TryFromBase64String(base64, bytes, out var written) && written == size ? bytes : null;
    }
}
