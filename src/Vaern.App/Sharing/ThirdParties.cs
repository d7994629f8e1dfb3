using System.Text;
using System.Text.RegularExpressions;
using Vaern.Screening.Masking;

namespace Vaern.App.Sharing;

/// <summary>Somebody who is in the case and whom the hand-over is not about: the words that give them away, longest first.</summary>
public sealed record HiddenPerson(string Alias, IReadOnlyList<string> Words);

/// <summary>How often an alias stands in the text that leaves.</summary>
public sealed record MaskUse(string Alias, int Times);

/// <summary>
/// Takes third persons out of texts: every name, and every other word that somebody has said belongs to them, becomes their alias («barn A»). The machine
/// proposes; what it may have missed is listed as <see cref="Doubts"/>, and a person reads the whole before it leaves.
/// </summary>
public sealed partial class ThirdParties
{
    private readonly IReadOnlyList<(Regex Found, string Alias)> rules;
    private readonly HashSet<string> shown;
    private readonly Dictionary<string, int> used = [];

    /// <param name="hidden">Whom to hide.</param>
    /// <param name="shown">Names that may stand; a word of theirs is never masked alone, for it may be theirs.</param>
    public ThirdParties(IReadOnlyList<HiddenPerson> hidden, IReadOnlyList<string> shown)
    {
        this.shown = [.. shown.SelectMany(Words).Select(word => word.ToLowerInvariant())];
        rules =
        [
            .. hidden.SelectMany(person => person.Words.Select(word => (Word: word, person.Alias)))
                .Where(pair => pair.Word.Contains(' ', StringComparison.Ordinal) || !this.shown.Contains(pair.Word.ToLowerInvariant()))
                .OrderByDescending(pair => pair.Word.Length).ThenBy(pair => pair.Alias, StringComparer.Ordinal)
                .Select(pair => (Whole(pair.Word), pair.Alias)),
        ];
    }

    public IReadOnlyList<MaskUse> Used => [.. used.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new MaskUse(pair.Key, pair.Value))];

    /// <summary>The words that stand for a person: the name as written, each part of it, and ways to reach them.</summary>
    public static IReadOnlyList<string> WordsOf(string name, string? contact) =>
        [.. new[] { name.Trim() }.Concat(Words(name).Where(word => word.Length > 1))
            .Concat(contact is null ? [] : contact.Split([' ', ',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 3).Append(contact.Trim()))
            .Where(word => word.Length > 1).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The text with every hidden person behind an alias.</summary>
    public string Hide(string text)
    {
        foreach (var (found, alias) in rules)
        {
            text = found.Replace(text, match =>
            {
                used[alias] = used.GetValueOrDefault(alias) + 1;
                return match.Groups["s"].Success ? alias + "s" : alias;
            });
        }

        return text;
    }

    /// <summary>Words of a masked text that may still lead to a person: names by the lists of the screening, numbers, addresses, and whatever stands in quotation marks or after @.</summary>
    public IReadOnlyList<string> Doubts(string masked)
    {
        using var key = AliasKey.Random();
        var spans = new Masker(key, new Participants()).Mask(masked).Spans.Select(span => masked.Substring(span.Source.Start, span.Source.Length));
        return [.. spans.Concat(Quoted().Matches(masked).Select(match => match.Groups[1].Value)).Select(word => word.Trim())
            .Where(word => word.Length is > 1 and <= 60 && !Words(word).All(part => shown.Contains(part.ToLowerInvariant())))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>A, B … Z, AA, AB …</summary>
    public static string Letters(int number)
    {
        var letters = new StringBuilder();
        for (var rest = number; rest >= 0; rest = (rest / 26) - 1)
        {
            letters.Insert(0, (char)('A' + (rest % 26)));
        }

        return letters.ToString();
    }

    private static string[] Words(string name) => name.Split([' ', '-', '.', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    private static Regex Whole(string word) => new(
        $@"(?<![\p{{L}}\p{{N}}_])@?{Regex.Escape(word)}(?<s>['’]?s)?(?![\p{{L}}\p{{N}}_])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));

    [GeneratedRegex("[»«\"“”„]([^»«\"“”„]{2,60})[»«\"“”„]|(?<=\\s)@(?:[\\p{L}\\p{N}_.]{2,40})")]
    private static partial Regex Quoted();
}
