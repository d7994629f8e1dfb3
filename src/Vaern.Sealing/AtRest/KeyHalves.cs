using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vaern.Sealing.AtRest;

/// <summary>
/// A secret in two halves for safe-keeping, each sealed with a passphrase of its own. The first half is random bytes, the second the secret XOR those, so that one
/// half tells nothing of the secret even to whoever breaks its passphrase. Text form, so that it can be printed: six lines of names and values.
/// PBKDF2-HMAC-SHA256 (RFC 8018) with 600,000 rounds, then AES-256-GCM with the lines above as associated data.
/// </summary>
public static class KeyHalves
{
    public const int ShortestPassphrase = 14;
    private const int Rounds = 600_000;
    private const int SaltSize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const string Title = "VAERN KEY HALF 1";

    /// <param name="name">Whose key it is; stands readable in both halves.</param>
    /// <param name="export">Id of this export; halves of two exports do not go together.</param>
    public static (string First, string Second) Seal(ReadOnlySpan<byte> secret, string name, Guid export, string firstPassphrase, string secondPassphrase)
    {
        if (Problem(firstPassphrase, secondPassphrase) is { } problem) throw new ArgumentException(problem);
        var random = RandomNumberGenerator.GetBytes(secret.Length);
        var masked = new byte[secret.Length];
        for (var i = 0; i < masked.Length; i++) masked[i] = (byte)(secret[i] ^ random[i]);
        var halves = (SealHalf(random, name, export, 1, firstPassphrase), SealHalf(masked, name, export, 2, secondPassphrase));
        CryptographicOperations.ZeroMemory(random);
        CryptographicOperations.ZeroMemory(masked);
        return halves;
    }

    /// <summary>What is wrong with two passphrases, or null.</summary>
    public static string? Problem(string first, string second) =>
        first.Length < ShortestPassphrase || second.Length < ShortestPassphrase ? $"a passphrase has at least {ShortestPassphrase} characters"
        : first == second ? "the two halves need two passphrases"
        : null;

    /// <summary>The name and the secret, or what is wrong. Halves may come in either order; each has its passphrase.</summary>
    public static (byte[]? Secret, string? Name, string? Fault) Open(string first, string firstPassphrase, string second, string secondPassphrase)
    {
        var (one, oneFault) = Read(first);
        var (two, twoFault) = Read(second);
        if (one is null || two is null) return (null, null, oneFault ?? twoFault);
        if (one.Number == two.Number) return (null, null, "that is the same half twice");
        if (one.Export != two.Export || one.Name != two.Name) return (null, null, "the halves are of two different exports");
        var (mine, theirs) = (OpenHalf(one, firstPassphrase), OpenHalf(two, secondPassphrase));
        if (mine is null || theirs is null || mine.Length != theirs.Length) return (null, null, $"half {(mine is null ? one.Number : two.Number)}: the passphrase is wrong, or the half was changed");
        for (var i = 0; i < mine.Length; i++) mine[i] ^= theirs[i];
        CryptographicOperations.ZeroMemory(theirs);
        return (mine, one.Name, null);
    }

    private static string SealHalf(byte[] part, string name, Guid export, int number, string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var head = string.Create(CultureInfo.InvariantCulture, $"{Title}\nname: {name}\nexport: {export:D}\nhalf: {number}\nsalt: {Convert.ToHexStringLower(salt)}\n");
        var box = new byte[NonceSize + part.Length + TagSize];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var gcm = new AesGcm(KeyFrom(passphrase, salt), TagSize);
        gcm.Encrypt(box.AsSpan(0, NonceSize), part, box.AsSpan(NonceSize, part.Length), box.AsSpan(NonceSize + part.Length), Encoding.UTF8.GetBytes(head));
        return $"{head}sealed: {Convert.ToHexStringLower(box)}\n";
    }

    private static byte[]? OpenHalf(Half half, string passphrase)
    {
        var part = new byte[half.Box.Length - NonceSize - TagSize];
        using var gcm = new AesGcm(KeyFrom(passphrase, half.Salt), TagSize);
        try
        {
            gcm.Decrypt(half.Box.AsSpan(0, NonceSize), half.Box.AsSpan(NonceSize, part.Length), half.Box.AsSpan(NonceSize + part.Length), part, Encoding.UTF8.GetBytes(half.Head));
            return part;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static (Half? Half, string? Fault) Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Trim().Split('\n');
        var names = new[] { "name: ", "export: ", "half: ", "salt: ", "sealed: " };
        if (lines.Length != 6 || lines[0] != Title || names.Where((n, i) => !lines[i + 1].StartsWith(n, StringComparison.Ordinal)).Any()) return (null, "this is not half of a key");
        var values = names.Select((n, i) => lines[i + 1][n.Length..]).ToArray();
        try
        {
            var (salt, box) = (Convert.FromHexString(values[3]), Convert.FromHexString(values[4]));
            return Guid.TryParseExact(values[1], "D", out var export) && values[2] is "1" or "2" && salt.Length == SaltSize && box.Length > NonceSize + TagSize
                ? (new Half(values[0], export, values[2][0] - '0', salt, box, string.Join('\n', lines[..5]) + "\n"), null)
                : (null, "this is not half of a key");
        }
        catch (FormatException)
        {
            return (null, "half of a key with a mistyped digit");
        }
    }

    private static byte[] KeyFrom(string passphrase, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(passphrase.Normalize(NormalizationForm.FormC), salt, Rounds, HashAlgorithmName.SHA256, SecretKey.Size);

    private sealed record Half(string Name, Guid Export, int Number, byte[] Salt, byte[] Box, string Head);
}
