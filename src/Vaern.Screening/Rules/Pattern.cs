namespace Vaern.Screening.Rules;

/// <summary>What one place of a pattern asks for.</summary>
internal enum Ask : byte
{
    Symbol,

    /// <summary>Any tokens of the same sentence, at least and at most so many.</summary>
    Gap,
    SentenceStart,
    SentenceEnd,
    NotNext,
    NotBefore,
}

/// <summary>One place of a pattern.</summary>
internal readonly record struct Place(Ask Ask, ushort Symbol = 0, byte Least = 0, byte Most = 0, bool Optional = false);

/// <summary>
/// A pattern over tokens. Places follow each other inside one sentence; parts (joined with <c>&amp;</c>) stand anywhere in the message, in any order.
/// </summary>
/// <param name="Source">As written.</param>
/// <param name="Parts">One or more.</param>
/// <param name="Required">A symbol for each place that is not optional.</param>
/// <param name="Trigger">The rarest of them: without it in the text the pattern is not looked at.</param>
internal sealed record Pattern(string Source, Place[][] Parts, ushort[] Required, ushort Trigger)
{
    /// <summary>A failed place is remembered as one bit of 64.</summary>
    private const int MostPlaces = 30;

    /// <exception cref="PatternFault">The pattern cannot be read.</exception>
    public static Pattern Parse(string source, WordClasses classes)
    {
        var parts = source.Split('&', StringSplitOptions.TrimEntries).Select(part => ParsePart(source, part, classes)).ToArray();
        var required = parts.SelectMany(part => part).Where(place => place is { Ask: Ask.Symbol, Optional: false }).Select(place => place.Symbol).Distinct().ToArray();
        if (parts.Any(part => !part.Any(place => place is { Ask: Ask.Symbol, Optional: false })))
        {
            throw new PatternFault($"'{source}' has a part without a word that must stand there");
        }
        return new(source, parts, required, required.MinBy(symbol => classes.Table.CommonnessOf(symbol)));
    }

    private static Place[] ParsePart(string source, string part, WordClasses classes)
    {
        var places = part.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => ParsePlace(source, word, classes)).ToArray();
        if (places.Length is 0 or > MostPlaces)
        {
            throw new PatternFault($"'{source}' has a part that is empty or longer than {MostPlaces} places");
        }
        if (places.FirstOrDefault(place => place.Ask is Ask.Symbol or Ask.Gap) is { Optional: true })
        {
            throw new PatternFault($"'{source}' begins with a word that may be missing: leave it out");
        }
        return places[0].Ask != Ask.Gap && places[^1].Ask != Ask.Gap ? places : throw new PatternFault($"'{source}' begins or ends with a gap");
    }

    private static Place ParsePlace(string source, string word, WordClasses classes) => word switch
    {
        "^" => new(Ask.SentenceStart),
        "$" => new(Ask.SentenceEnd),
        ".." => new(Ask.Gap, Most: 3),
        "..." => new(Ask.Gap, Most: 8),
        ['{', .., '}'] => ParseGap(source, word),
        ['<', '!', .. var rest] => new(Ask.NotBefore, classes.Symbol(rest)),
        ['!', .. var rest] => new(Ask.NotNext, classes.Symbol(rest)),
        [.. var rest, '?'] => new(Ask.Symbol, classes.Symbol(rest), Optional: true),
        _ => new(Ask.Symbol, classes.Symbol(word)),
    };

    private static Place ParseGap(string source, string word)
    {
        var numbers = word[1..^1].Split(',');
        return numbers.Length == 2 && byte.TryParse(numbers[0], out var least) && byte.TryParse(numbers[1], out var most) && least <= most && most <= 12
            ? new(Ask.Gap, Least: least, Most: most)
            : throw new PatternFault($"'{word}' in '{source}' is not a gap such as {{0,4}} (at most 12)");
    }
}
