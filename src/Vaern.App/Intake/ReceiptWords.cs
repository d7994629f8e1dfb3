using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Vaern.Data;

namespace Vaern.App.Intake;

/// <summary>
/// Six words from a list of 2,048 (66 bits), easy to read aloud and to retype. What is typed back is forgiving: case, order of
/// separators, <c>ae</c> for <c>æ</c>, numbers before the words as people write lists. Source: ADR 0003.
/// </summary>
public static class ReceiptWords
{
    public const int Count = 6;

    private static readonly string[] List = Read();
    private static readonly FrozenDictionary<string, string> Folded = List.ToFrozenDictionary(Fold);

    public static string New() => string.Join(' ', Enumerable.Range(0, Count).Select(_ => List[RandomNumberGenerator.GetInt32(List.Length)]));

    /// <summary>The words that belong to these bytes: for a receipt that is made anew from the sender's token and never stored.</summary>
    /// <param name="secret">At least nine bytes, all of them unknown to others; 66 bits are used.</param>
    internal static string From(ReadOnlySpan<byte> secret)
    {
        var bits = new System.Numerics.BigInteger(secret[..9], isUnsigned: true);
        var words = new string[Count];
        for (var i = 0; i < Count; i++)
        {
            words[i] = List[(int)(bits % List.Length)];
            bits /= List.Length;
        }

        return string.Join(' ', words);
    }

    /// <summary>The canonical receipt, or <c>receipt.words</c> when there are not six, or <c>receipt.unknown-word</c> when one is not in the list.</summary>
    public static Result<string> Parse(string? typed)
    {
        var words = (typed ?? "").Split(
            [' ', '\t', '\r', '\n', ',', '.', ';', ':', '-', '–', '·', '/', '1', '2', '3', '4', '5', '6', ')'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length != Count)
        {
            return new Error("receipt.words", "A receipt has six words.");
        }

        var canonical = new string[Count];
        for (var i = 0; i < Count; i++)
        {
            if (!Folded.TryGetValue(Fold(words[i]), out canonical[i]!))
            {
                return new Error("receipt.unknown-word", "A word is not in the list.");
            }
        }

        return string.Join(' ', canonical);
    }

    /// <summary>True when a typed word is the given word of a receipt, as forgiving as <see cref="Parse"/>.</summary>
    public static bool IsSame(string? typed, string word) => Fold((typed ?? "").Trim()) == Fold(word);

    private static string Fold(string word) => word.Normalize(NormalizationForm.FormC).ToLowerInvariant()
        .Replace("æ", "ae", StringComparison.Ordinal).Replace("ä", "ae", StringComparison.Ordinal)
        .Replace("ø", "oe", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
        .Replace("å", "aa", StringComparison.Ordinal);

    private static string[] Read()
    {
        using var stream = typeof(ReceiptWords).Assembly.GetManifestResourceStream("Vaern.App.Intake.Words.receipt-words.txt")
            ?? throw new InvalidOperationException("The word list is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
