using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Vaern.Screening.Normalising;

/// <summary>An emoji with its Danish name and the class that rules know it by.</summary>
/// <param name="Symbol">The emoji as it stands in the base view: without variation selector, joiner and skin tone.</param>
/// <param name="Name">One Danish word in small letters, for example <c>kniv</c>.</param>
/// <param name="Class">For example <c>weapon</c>, <c>snow</c>, <c>money</c>, <c>laugh</c>; <c>other</c> when rules make nothing of it.</param>
public sealed record EmojiName(string Symbol, string Name, string Class);

/// <summary>Danish names of the emoji that mean something to a rule. One emoji alone is never a finding.</summary>
public static class EmojiNames
{
    private static readonly FrozenDictionary<int, EmojiName> ByRune = Load();

    /// <summary>All names, in the order of their code points.</summary>
    public static IEnumerable<EmojiName> All => ByRune.OrderBy(entry => entry.Key).Select(entry => entry.Value);

    /// <summary>The emoji that begins at a place of a view, or null.</summary>
    /// <param name="view">Any view of <see cref="NormalisedText"/>.</param>
    /// <param name="index">Where to look.</param>
    /// <param name="length">How many characters it takes with a skin tone after it; 1 or 2 when there is none.</param>
    public static EmojiName? At(ReadOnlySpan<char> view, int index, out int length)
    {
        length = 1;
        if (view[index] < '\u203C' || Rune.DecodeFromUtf16(view[index..], out var rune, out var width) != OperationStatus.Done) return null;
        length = width;
        if (!ByRune.TryGetValue(rune.Value, out var name)) return null;
        if (index + width + 1 < view.Length && view[index + width] == '\uD83C' && view[index + width + 1] is >= '\uDFFB' and <= '\uDFFF') length += 2;
        return name;
    }

    private static FrozenDictionary<int, EmojiName> Load()
    {
        using var data = typeof(EmojiNames).Assembly.GetManifestResourceStream("screening/emoji.tsv")!;
        using var reader = new StreamReader(data);
        var names = new Dictionary<int, EmojiName>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var fields = line.Split('\t');
            var value = int.Parse(fields[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            names.Add(value, new EmojiName(char.ConvertFromUtf32(value), fields[1], fields[2]));
        }
        return names.ToFrozenDictionary();
    }
}
