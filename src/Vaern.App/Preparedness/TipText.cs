using System.Buffers.Binary;
using Vaern.App.Accounts;
using Vaern.Data.Keys;
using Vaern.Screening.Masking;
using Vaern.Screening.Normalising;

namespace Vaern.App.Preparedness;

/// <summary>
/// What is kept of a tip's words: the text without persons, and keyed fingerprints of its words for likeness. The fingerprints are HMACs under the
/// municipality's key outside the database; equal words give equal numbers and nothing leads back.
/// </summary>
internal sealed record TipText(string Text, bool Masked, int[] Features)
{
    private const int MostFeatures = 160;
    private static readonly HashSet<string> Small = [.. (
        "og i at det er en til af på med de han hun den som der for har et var ikke jeg du vi om så men ham hende sig fra kan vil skal efter over ved nu da hvad hvor alle dem min din man mere " +
        "være blive bliver blev være også op ud ind eller end bare lige nogen noget kommer kommet siger sagt hørt hører skriver the and that this with from").Split(' ')];

    public static TipText Of(string raw, UnitDirectory units, TenantKeys keys)
    {
        // A key for this text alone: the same person in two tips cannot be told to be the same.
        using var alias = AliasKey.Random();
        var masked = new Masker(alias, new Participants(), units.All.SelectMany(unit => unit.Name.Split(' '))).Mask(raw.Trim());
        return new TipText(WithoutAliases(masked), masked.Spans.Count > 0, FeaturesOf(masked, keys));
    }

    /// <summary>The text without names, handles and CPR numbers, and with its telephone numbers and links: for offices and places to ask.</summary>
    public static string WithoutNames(string raw, UnitDirectory units)
    {
        using var alias = AliasKey.Random();
        var text = raw.Trim();
        var masked = new Masker(alias, new Participants(), units.All.SelectMany(unit => unit.Name.Split(' '))).Mask(text);
        foreach (var span in masked.Spans.Where(span => span.Kind is MaskKind.Name or MaskKind.Handle or MaskKind.Cpr).OrderByDescending(span => span.Source.Start))
        {
            text = string.Concat(text.AsSpan(0, span.Source.Start), "[person]", text.AsSpan(span.Source.End));
        }

        return text;
    }

    /// <summary>The words by which two texts are compared, spelt one way, in order of appearance, each once.</summary>
    public static IReadOnlyList<string> WordsOf(string text)
    {
        var plain = NormalisedText.Of(text)[TextView.Folded].ToString();
        return [.. plain.Split(plain.Where(one => !char.IsLetterOrDigit(one)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length > 2 && !Small.Contains(word)).Select(Stem).Distinct()];
    }

    /// <summary>How alike two texts are: 0 to 1, the shared features over those of the shorter, and how many are shared.</summary>
    public static (double Share, int Shared) Likeness(int[] one, int[] other)
    {
        if (one.Length == 0 || other.Length == 0)
        {
            return (0, 0);
        }

        var shared = new HashSet<int>(one);
        shared.IntersectWith(other);
        return ((double)shared.Count / Math.Min(one.Length, other.Length), shared.Count);
    }

    private static string WithoutAliases(MaskedText masked)
    {
        var text = masked.Text;
        foreach (var span in masked.Spans.Where(span => span.Kind is MaskKind.Name or MaskKind.Handle).OrderByDescending(span => span.Masked.Start))
        {
            text = string.Concat(text.AsSpan(0, span.Masked.Start), "[person]", text.AsSpan(span.Masked.End));
        }

        return text;
    }

    private static int[] FeaturesOf(MaskedText masked, TenantKeys keys)
    {
        var words = WordsOf(WithoutAliases(masked));
        var pairs = words.Zip(words.Skip(1), (one, next) => $"{one} {next}");
        return [.. words.Concat(pairs).Take(MostFeatures).Select(word => BinaryPrimitives.ReadInt32BigEndian(keys.BlindIndex("tip-word", word))).Distinct().Order()];
    }

    // Endings of Danish words, the longest first: «angrebet» and «angreb» are one word here. Rough, for likeness only; a person decides.
    private static string Stem(string word)
    {
        foreach (var ending in (ReadOnlySpan<string>)["erne", "ene", "ede", "ets", "ens", "er", "en", "et", "e", "s"])
        {
            if (word.Length - ending.Length >= 4 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return word[..^ending.Length];
            }
        }

        return word;
    }
}
