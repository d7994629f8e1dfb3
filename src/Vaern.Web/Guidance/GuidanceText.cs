using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using Markdig;
using Vaern.Web.Localisation;

namespace Vaern.Web.Guidance;

/// <summary>A text of the repository: title, who answers for it, when it was last gone through, and its Markdown.</summary>
/// <param name="Name">The file's name without language, e.g. <c>raad/billede.barn</c> or <c>sider/om</c>.</param>
public sealed record GuidanceText(string Name, string Title, string Owner, DateOnly Reviewed, int Version, string Markdown)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UseGenericAttributes().Build();

    /// <summary>The text as HTML, with the municipality's own names in their places and links in the reader's language.</summary>
    public string Html(string municipality, string team, Texts texts)
    {
        var filled = Markdown.Replace("{{kommune}}", municipality, StringComparison.Ordinal).Replace("{{team}}", team, StringComparison.Ordinal);
        return Markdig.Markdown.ToHtml(filled, Pipeline).Replace("href=\"/", $"href=\"{texts.Path("/")}".TrimEnd('/') + "/", StringComparison.Ordinal);
    }
}

/// <summary>Every guidance text in both languages, read once from the assembly.</summary>
public static class GuidanceTexts
{
    private static readonly FrozenDictionary<(string Name, string Language), GuidanceText> All = Read();

    public static IEnumerable<string> Names => All.Keys.Select(key => key.Name).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The text in a language, or null when there is none.</summary>
    public static GuidanceText? Find(string name, PageLanguage language) => All.GetValueOrDefault((name, language.Code));

    private static FrozenDictionary<(string, string), GuidanceText> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("content/", StringComparison.Ordinal) && name.EndsWith(".md", StringComparison.Ordinal))
            .ToFrozenDictionary(
                resource => (resource["content/".Length..^".da.md".Length].Replace('\\', '/'), resource[^5..^3]),
                resource => Parse(resource["content/".Length..^".da.md".Length].Replace('\\', '/'), assembly.GetManifestResourceStream(resource)!));
    }

    private static GuidanceText Parse(string name, Stream stream)
    {
        using var reader = new StreamReader(stream);
        var parts = reader.ReadToEnd().ReplaceLineEndings("\n").Split("---\n", 3);
        var head = parts[1].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return new GuidanceText(
            name,
            head["title"],
            head["owner"],
            DateOnly.ParseExact(head["reviewed"], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            int.Parse(head["version"], CultureInfo.InvariantCulture),
            parts[2].Trim());
    }
}
