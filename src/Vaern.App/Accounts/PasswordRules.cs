using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Vaern.Data;

namespace Vaern.App.Accounts;

/// <summary>
/// What a password must be: long, not made of the person's own name or login, and not one that everybody tries first. No demands on
/// kinds of characters and no expiry (NIST SP 800-63B §3.1.1.2).
/// </summary>
public static class PasswordRules
{
    public const int Shortest = 12;
    public const int Longest = 200;

    // Without letters that are read or typed wrong: no l, o, 0, 1.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    private static readonly FrozenSet<string> Common = ReadCommon();

    /// <summary><c>password.short</c>, <c>password.long</c>, <c>password.personal</c>, <c>password.common</c>.</summary>
    public static Result Check(string? password, string login, string name)
    {
        if (password is null || new StringInfo(password).LengthInTextElements < Shortest)
        {
            return new Error("password.short", "A password has at least twelve characters.");
        }

        if (password.Length > Longest)
        {
            return new Error("password.long", "A password has at most 200 characters.");
        }

        var plain = Plain(password);
        if (Personal(login, name).Any(word => plain.Contains(word, StringComparison.Ordinal)))
        {
            return new Error("password.personal", "The password holds the login or the name.");
        }

        if (IsCommon(plain))
        {
            return new Error("password.common", "The password is one of those that are tried first.");
        }

        return Result.Done;
    }

    /// <summary>A password to hand over once and change at the first sign-in: 80 bits in four groups, easy to read aloud.</summary>
    public static string Temporary() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

    private static IEnumerable<string> Personal(string login, string name) =>
        name.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Append(login).Append(name).Select(Plain).Where(word => word.Length >= 4);

    // The list holds words; written twice, with digits after, or in a row they are as easy to guess.
    private static bool IsCommon(string plain)
    {
        var word = plain.TrimEnd("0123456789".ToCharArray());
        return plain.Distinct().Count() <= 3
            || Common.Contains(plain)
            || Common.Contains(word)
            || Common.Any(known => known.Length >= 4 && plain.Replace(known, "", StringComparison.Ordinal).Length < 4);
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(Rune.IsLetterOrDigit))
        {
            plain.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return plain.ToString();
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Vaern.App.Accounts.Passwords.common.txt")!);
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#')).Select(Plain).ToFrozenSet(StringComparer.Ordinal);
    }
}
