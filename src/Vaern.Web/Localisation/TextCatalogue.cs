using System.Collections.Frozen;
using System.Reflection;
using System.Resources;

namespace Vaern.Web.Localisation;

/// <summary>Every text of the pages, read once from <c>Resources/Area.da.resx</c> and <c>Resources/Area.en.resx</c>.</summary>
internal sealed class TextCatalogue
{
    private readonly FrozenDictionary<string, string> danish = Read("da");
    private readonly FrozenDictionary<string, string> english = Read("en");

    public static TextCatalogue Shared { get; } = new();

    public IReadOnlyDictionary<string, string> In(PageLanguage language) =>
        language == PageLanguage.English ? english : danish;

    /// <summary>
    /// The text, or the Danish one, or the key itself: a frightened reader is better served by a wrong word than by an
    /// error page, and a test holds that no key is missing.
    /// </summary>
    public string Find(PageLanguage language, string key) =>
        In(language).TryGetValue(key, out var text) || danish.TryGetValue(key, out text) ? text : key;

    private static FrozenDictionary<string, string> Read(string code)
    {
        var texts = new Dictionary<string, string>();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("texts/", StringComparison.Ordinal) && name.EndsWith($".{code}.resources", StringComparison.Ordinal)))
        {
            using var reader = new ResourceReader(assembly.GetManifestResourceStream(name)!);
            foreach (System.Collections.DictionaryEntry entry in reader)
            {
                texts.TryAdd((string)entry.Key, (string)entry.Value!); // a test holds that no key stands in two areas
            }
        }

        return texts.ToFrozenDictionary();
    }
}
