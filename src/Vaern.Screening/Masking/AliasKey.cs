using System.Security.Cryptography;
using System.Text;

namespace Vaern.Screening.Masking;

/// <summary>
/// The key that gives the persons of one import or mandate their aliases: <c>Person-7F3A</c> is the beginning of HMAC-SHA256 over
/// the person's id. The same person has the same alias under one key and never across keys. Whoever made the key destroys it when
/// the mandate ends; from then on nobody can find out whom an alias meant. Not thread-safe.
/// </summary>
public sealed class AliasKey : IDisposable
{
    private const int ShortestAlias = 4;

    private readonly byte[] key;
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> holders = new(StringComparer.Ordinal);

    /// <param name="key">At least 32 random bytes. Copied; the copy is overwritten when this object is disposed of.</param>
    public AliasKey(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 32);
        this.key = key.ToArray();
    }

    /// <summary>A key that nobody else has.</summary>
    public static AliasKey Random() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// The alias of a person. Where two persons would share the first four digits, the one who is met later has more digits.
    /// </summary>
    public string Alias(string person)
    {
        if (aliases.TryGetValue(person, out var known)) return known;
        var digits = Digest("person", person);
        for (var length = ShortestAlias; ; length += 2)
        {
            var alias = "Person-" + digits[..length];
            if (holders.TryAdd(alias, person))
            {
                aliases.Add(person, alias);
                return alias;
            }
        }
    }

    /// <summary>A stable stand-in for an identifier that may itself name a person: letters only, so that it is never read as a number.</summary>
    public string Token(string kind, string value) => string.Create(20, Digest(kind, value), static (into, digits) =>
    {
        for (var i = 0; i < into.Length; i++) into[i] = (char)('a' + (digits[i] is >= 'A' ? digits[i] - 'A' + 10 : digits[i] - '0'));
    });

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(key);
        aliases.Clear();
        holders.Clear();
    }

    private string Digest(string kind, string value) => Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\0{value}")));
}
