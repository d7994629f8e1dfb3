using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Vaern.App.Learning.Library;

/// <summary>
/// A text that all municipalities share, from the repository. Every one says who answers for it, what it builds on, when it was last gone through and when it stops holding.
/// </summary>
/// <param name="Kind">samtale (talk guide), faenomen (phenomenon), platform, tegn (signs), elev (pupils), foraelder (parents), lektion (micro-lesson) or moede (meeting kit).</param>
/// <param name="Language">Two letters: da and en for all; a lesson may stand in more.</param>
/// <param name="For">barn, foraelder, ansat: whom it is written for.</param>
/// <param name="Topics">Topics of sparring that it belongs to.</param>
/// <param name="Ages">Ages or grades that it belongs to.</param>
/// <param name="Minutes">How long it takes; 0 where it does not matter.</param>
/// <param name="Unread">True for a translation that nobody who has the language as their own has read yet.</param>
public sealed record Sheet(
    string Kind, string Slug, string Language, string Title, string Owner, string Source, DateOnly Reviewed, DateOnly Expires, int Version,
    IReadOnlyList<string> For, IReadOnlyList<string> Topics, IReadOnlyList<string> Ages, int Minutes, bool Unread, string Markdown)
{
    /// <summary>What a review and a local addition refer to, such as <c>samtale/13-15</c>.</summary>
    public string Name => $"{Kind}/{Slug}";

    /// <summary>The first sentence to say: the first quotation of the text, without its marks; null where there is none.</summary>
    public string? Say => Markdown.Split('\n').FirstOrDefault(line => line.StartsWith("> ", StringComparison.Ordinal))?[2..].Trim('»', '«', '"', '“', '”', ' ');
}

/// <summary>Every shared text, read once. The form is small: a head of <c>key: value</c> lines between two lines of <c>---</c>, then Markdown.</summary>
public static class Library
{
    private const string Prefix = "library/";

    private static readonly FrozenDictionary<(string Name, string Language), Sheet> Texts = Read();

    /// <summary>All in Danish, by kind and slug.</summary>
    public static IReadOnlyList<Sheet> All { get; } = [.. Texts.Values.Where(sheet => sheet.Language == "da").OrderBy(sheet => sheet.Name, StringComparer.Ordinal)];

    /// <summary>All in every language.</summary>
    public static IEnumerable<Sheet> EveryLanguage => Texts.Values;

    /// <summary>The text in the language, else null.</summary>
    public static Sheet? Find(string kind, string slug, string language) => Texts.GetValueOrDefault(($"{kind}/{slug}", language));

    /// <summary>A kind's texts in a language, in the order of their slugs.</summary>
    public static IReadOnlyList<Sheet> Of(string kind, string language) => [.. All.Where(sheet => sheet.Kind == kind).Select(sheet => Find(kind, sheet.Slug, language) ?? sheet)];

    /// <summary>The languages a text stands in, Danish first.</summary>
    public static IReadOnlyList<string> LanguagesOf(string kind, string slug) =>
        [.. Texts.Values.Where(sheet => sheet.Kind == kind && sheet.Slug == slug).Select(sheet => sheet.Language).OrderBy(language => language switch { "da" => 0, "en" => 1, _ => 2 }).ThenBy(language => language, StringComparer.Ordinal)];

    /// <exception cref="FormatException">The head lacks a line or a line cannot be read; a test reads every text.</exception>
    public static Sheet Parse(string kind, string slug, string language, string text)
    {
        var parts = text.ReplaceLineEndings("\n").Split("---\n", 3);
        if (parts.Length != 3 || parts[0].Trim().Length > 0)
        {
            throw new FormatException($"{kind}/{slug}.{language} has no head.");
        }

        var head = parts[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1].Trim() : "");
        string Must(string key) => head.TryGetValue(key, out var value) && value.Length > 0 ? value : throw new FormatException($"{kind}/{slug}.{language} has no {key}.");
        string[] Many(string key) => head.TryGetValue(key, out var value) ? value.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return new Sheet(
            kind, slug, language, Must("title"), Must("owner"), Must("source"), Day(Must("reviewed")), Day(Must("expires")), int.Parse(Must("version"), CultureInfo.InvariantCulture),
            Many("for"), Many("topics"), Many("ages"), head.TryGetValue("minutes", out var minutes) ? int.Parse(minutes, CultureInfo.InvariantCulture) : 0, head.GetValueOrDefault("translation") == "unread",
            parts[2].Trim());
    }

    private static DateOnly Day(string written) => DateOnly.ParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static FrozenDictionary<(string, string), Sheet> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            var parts = name[Prefix.Length..].Replace('\\', '/').Split('/');
            var file = parts[1].Split('.');
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return Parse(parts[0], file[0], file[1], reader.ReadToEnd());
        }).ToFrozenDictionary(sheet => (sheet.Name, sheet.Language));
    }
}
