using System.Net;
using System.Text;

namespace Vaern.Screening.Importing;

/// <summary>
/// The words of a piece of HTML: blocks on lines of their own, scripts and styles gone, of a link its words and where it leads.
/// Nothing is fetched. Linear, and content with any markup.
/// </summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Blocks = ["p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "blockquote", "pre", "section", "article", "figcaption"];

    public static string Read(string html)
    {
        if (!html.AsSpan().ContainsAny('<', '&')) return html;
        var text = new StringBuilder(html.Length);
        var links = new Stack<(string Href, int Start)>();
        for (var i = 0; i < html.Length;)
        {
            if (html[i] != '<' || i + 1 == html.Length || !(char.IsAsciiLetter(html[i + 1]) || html[i + 1] is '/' or '!' or '?'))
            {
                var next = html.IndexOf('<', i + 1);
                if (next < 0) next = html.Length;
                text.Append(WebUtility.HtmlDecode(html[i..next]));
                i = next;
                continue;
            }
            if (html.AsSpan(i).StartsWith("<!--"))
            {
                var close = html.IndexOf("-->", i, StringComparison.Ordinal);
                i = close < 0 ? html.Length : close + 3;
                continue;
            }
            var end = html.IndexOf('>', i);
            if (end < 0) break;
            var tag = html[(i + 1)..end];
            i = end + 1;
            i = Tag(html, tag, i, text, links);
        }
        return text.ToString().Trim();
    }

    private static int Tag(string html, string tag, int after, StringBuilder text, Stack<(string Href, int Start)> links)
    {
        var closes = tag.StartsWith('/');
        var name = new string([.. tag.AsSpan(closes ? 1 : 0).ToArray().TakeWhile(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
        if (!closes && name is "script" or "style" or "template")
        {
            var close = html.IndexOf("</" + name, after, StringComparison.OrdinalIgnoreCase);
            var end = close < 0 ? -1 : html.IndexOf('>', close);
            return end < 0 ? html.Length : end + 1;
        }
        if (name == "a" && !closes) links.Push((Attribute(tag, "href"), text.Length));
        else if (name == "a" && links.TryPop(out var link)) CloseLink(text, link);
        else if (Blocks.Contains(name) && text.Length > 0 && text[^1] != '\n') text.Append('\n');
        return after;
    }

    /// <summary>Visible words that are the address itself, or the cut pieces of one, are replaced by the address; mentions and hashtags stay.</summary>
    private static void CloseLink(StringBuilder text, (string Href, int Start) link)
    {
        if (link.Start > text.Length) return;
        var words = text.ToString(link.Start, text.Length - link.Start);
        if (words.StartsWith('@') || words.StartsWith('#') || !link.Href.StartsWith("http", StringComparison.OrdinalIgnoreCase)) return;
        if (words.StartsWith("http", StringComparison.OrdinalIgnoreCase) || (words.Length > 0 && !words.Contains(' ', StringComparison.Ordinal) && link.Href.Contains(words.TrimEnd('…'), StringComparison.OrdinalIgnoreCase)))
        {
            text.Length = link.Start;
            text.Append(link.Href);
        }
        else text.Append(" (").Append(link.Href).Append(')');
    }

    private static string Attribute(string tag, string name)
    {
        var at = tag.IndexOf(name + "=", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || at + name.Length + 2 > tag.Length) return "";
        var start = at + name.Length + 1;
        var quote = tag[start];
        var end = quote is '"' or '\'' ? tag.IndexOf(quote, start + 1) : tag.IndexOf(' ', start);
        var value = quote is '"' or '\'' ? tag[(start + 1)..(end < 0 ? tag.Length : end)] : tag[start..(end < 0 ? tag.Length : end)];
        return WebUtility.HtmlDecode(value);
    }
}
