using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vaern.TestKit;
using Vaern.Web.Localisation;

namespace Vaern.Web.Tests.Localisation;

public sealed partial class TextTests
{
    private static readonly string Web = RepositoryFolder.Combine("src", "Vaern.Web");

    private static IReadOnlyDictionary<string, string> Danish => TextCatalogue.Shared.In(PageLanguage.Danish);

    private static IReadOnlyDictionary<string, string> English => TextCatalogue.Shared.In(PageLanguage.English);

    [Fact]
    public void Every_text_exists_in_both_languages()
    {
        Danish.Keys.Except(English.Keys).ShouldBeEmpty();
        English.Keys.Except(Danish.Keys).ShouldBeEmpty();
        Danish.Values.Concat(English.Values).ShouldAllBe(text => !string.IsNullOrWhiteSpace(text));
    }

    [Fact]
    public void A_text_has_the_same_places_in_both_languages()
    {
        var uneven = Danish.Keys.Where(key => !Places(Danish[key]).SetEquals(Places(English[key])));
        uneven.ShouldBeEmpty();
    }

    [Fact]
    public void No_key_stands_in_two_areas()
    {
        foreach (var code in new[] { "da", "en" })
        {
            var keys = Directory.EnumerateFiles(Path.Combine(Web, "Resources"), $"*.{code}.resx")
                .SelectMany(file => XDocument.Load(file).Root!.Elements("data").Select(entry => entry.Attribute("name")!.Value));
            keys.GroupBy(key => key).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_exists()
    {
        var missing = Sources()
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)).SelectMany(line => Asked().Matches(line)).Select(match => (File: Path.GetFileName(file), Key: match.Groups[1].Value)))
            .Where(asked => !Danish.ContainsKey(asked.Key))
            .Select(asked => $"{asked.File}: {asked.Key}");
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void A_rich_text_marks_strong_words_and_links_and_escapes_the_rest()
    {
        var texts = new Texts(PageLanguage.English, "/en");

        texts.Mark("**A** & <b> [b](/om) [c](https://x.example) [d](javascript:1)").ToString()
            .ShouldBe("<strong>A</strong> &amp; &lt;b&gt; <a href=\"/en/om\">b</a> <a href=\"https://x.example\">c</a> [d](javascript:1)");
        texts.Rich("front.answer.by", "<i>").ToString()!.ShouldContain("&lt;i&gt;");
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Web, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cshtml", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex("""(?:\bT|\b[Tt]exts|Texts)(?:\[|\.Rich\()"([a-z0-9][a-z0-9.-]*[a-z0-9])["]""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
