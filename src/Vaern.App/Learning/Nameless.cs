using System.Text.RegularExpressions;
using Vaern.App.Accounts;
using Vaern.Screening.Masking;
using Vaern.Screening.Normalising;

namespace Vaern.App.Learning;

/// <summary>A text as it may be kept where nobody is to be named.</summary>
/// <param name="Names">Something that looks like a name; a person decides, for it may be an ordinary word.</param>
/// <param name="Numbers">A number, an address, a handle or a link that leads to somebody; these are never kept.</param>
/// <param name="WithoutNumbers">The text with the numbers covered and the names as typed.</param>
/// <param name="Masked">The text with all of it covered: <c>[person]</c>, <c>[TLF]</c>, <c>[CPR]</c>.</param>
public sealed record NamelessText(bool Names, bool Numbers, string WithoutNumbers, string Masked)
{
    public bool IsClean => !Names && !Numbers;
}

/// <summary>Looks for persons in what is typed to the safety team or by a parent, by the rules that mask imports. The names of the municipality's own units are no persons.</summary>
public static partial class Nameless
{
    private static readonly string[] Services = ["telegram", "discord", "tiktok", "snapchat", "instagram", "facebook", "youtube", "roblox", "steam", "twitch", "whatsapp", "messenger", "aula", "minecraft", "fortnite"];

    // A key for this text alone: the same person in two texts cannot be told to be the same.
    private static MaskedText Once(string text, UnitDirectory units)
    {
        using var key = AliasKey.Random();
        return new Masker(key, new Participants(), [.. Services, .. units.All.SelectMany(unit => unit.Name.Split(' '))]).Mask(text, [.. Acting(text)]);
    }

    // Words that begin such a sentence and name nobody. Definite forms («drengen», «klassen») are told by their ending.
    private static readonly HashSet<string> Nobody = new(
        ("han hun de den det der jeg vi man alle nogle nogen ingen en én et ét to tre fire fem mange flere begge andre hvem hvad hvordan hvor når så og men mor far børn unge forældre drenge piger elever " +
         "voksne venner lærere pædagoger politi skole klubben it aula somebody someone they he she we it everybody nobody one two some many parents children").Split(' '), StringComparer.OrdinalIgnoreCase);

    public static NamelessText Of(string text, UnitDirectory units)
    {
        // An alias may by chance look like a part of a number together with the words after it, and the masker then covers those too. What a text really holds is found
        // under every key, so the one that covers least of three is the same each time: a form sent twice is one.
        var masked = Enumerable.Range(0, 3).Select(_ => Once(text, units)).MinBy(one => one.Spans.Sum(span => span.Source.Length))!;
        return new NamelessText(
            masked.Spans.Any(span => span.Kind == MaskKind.Name), masked.Spans.Any(span => span.Kind != MaskKind.Name),
            Cover(text, masked, names: false), Cover(text, masked, names: true));
    }

    // «Storm viste …»: a name that is an ordinary word too is not told at the beginning of a sentence. Where it does what persons do, it is asked about.
    private static IEnumerable<MaskHint> Acting(string text) =>
        Doing().Matches(text).Select(match => match.Groups[1])
            .Where(word => !Nobody.Contains(word.Value) && !Endings().IsMatch(word.Value))
            .Select(word => new MaskHint(MaskKind.Name, new TextSpan(word.Index, word.Length)));

    [GeneratedRegex(@"(?:^|[.!?:»«\n–-]\s*)(\p{Lu}\p{Ll}{2,})\s+(?:viste|viser|siger|sagde|skrev|skriver|slog|slår|sendte|sender|fortalte|fortæller|filmede|filmer|truede|truer|delte|deler|lagde|tog|grinede|græd|lavede|showed|says|said|wrote|sent|told|hit)\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Doing();

    [GeneratedRegex("(?:en|et|erne|ene)$", RegexOptions.CultureInvariant)]
    private static partial Regex Endings();

    private static string Cover(string text, MaskedText masked, bool names)
    {
        foreach (var span in masked.Spans.Where(span => names || span.Kind != MaskKind.Name).OrderByDescending(span => span.Source.Start))
        {
            var cover = span.Kind is MaskKind.Name or MaskKind.Handle ? "[person]" : masked.Text.AsSpan(span.Masked.Start, span.Masked.Length);
            text = string.Concat(text.AsSpan(0, span.Source.Start), cover, text.AsSpan(span.Source.Start + span.Source.Length));
        }

        return text;
    }
}
