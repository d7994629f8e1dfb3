using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Vaern.Web.Localisation;

/// <summary>
/// The texts of the request's language. In a page: <c>@T["front.title"]</c>, <c>@T["reply.by", name]</c> with
/// <c>{0}</c> places, and <c>@T.Rich("key")</c> for a text with <c>**strong**</c> and <c>[label](/path)</c>.
/// </summary>
public sealed partial class Texts(PageLanguage language, string pathBase)
{
    /// <summary>Leaves æ, ø, å and quotes readable in the page's source; only what HTML needs is escaped.</summary>
    internal static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The language of the request.</summary>
    public PageLanguage Language => language;

    /// <summary>The text of a key, its <c>{0}</c> places filled.</summary>
    public string this[string key, params ReadOnlySpan<object?> values]
    {
        get
        {
            var text = TextCatalogue.Shared.Find(language, key);
            return values.Length == 0 ? text : string.Format(language.Culture, text, values);
        }
    }

    /// <summary>True when the key has a text: for pages whose keys are built from data.</summary>
    public bool Has(string key) => TextCatalogue.Shared.In(language).ContainsKey(key);

    /// <summary>An address of ours with the language before it: <c>action="@T.Path("/svar")"</c>.</summary>
    public string Path(string path) => path == "/" && pathBase.Length > 0 ? pathBase : pathBase + path;

    /// <summary>A text with strong words and links, everything else encoded; the values are always plain text.</summary>
    public IHtmlContent Rich(string key, params ReadOnlySpan<object?> values)
    {
        var encoded = Encoder.Encode(TextCatalogue.Shared.Find(language, key));
        if (values.Length > 0)
        {
            var safe = new object?[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                safe[i] = values[i] is IHtmlContent html ? html.ToString() : Encoder.Encode(Convert.ToString(values[i], language.Culture) ?? "");
            }

            return new HtmlString(string.Format(language.Culture, Marked(encoded), safe));
        }

        return new HtmlString(Marked(encoded));
    }

    /// <summary>A text that is data and not a resource, with strong words and links; everything else is encoded.</summary>
    public IHtmlContent Mark(string text) => new HtmlString(Marked(Encoder.Encode(text)));

    private string Marked(string encoded) =>
        Link().Replace(
            Strong().Replace(encoded, "<strong>$1</strong>"),
            link => $"<a href=\"{(link.Groups[2].Value.StartsWith('/') ? pathBase : "")}{link.Groups[2].Value}\">{link.Groups[1].Value}</a>");

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex Strong();

    [GeneratedRegex(@"\[([^\]]+)\]\(((?:/|tel:|https://)[^)\s]*)\)")]
    private static partial Regex Link();
}
