using System.Net;
using System.Text;

namespace Vaern.App.Evidence.Previews;

/// <summary>The words that a web page shows; script, style and everything between angle brackets is left out.</summary>
internal static class HtmlWords
{
    private static readonly string[] Silent = ["script", "style", "noscript", "template", "head", "iframe", "object", "svg"];
    private static readonly string[] Lines = ["p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "blockquote", "table", "ul", "ol", "title"];

    public static string Of(string html)
    {
        var words = new StringBuilder();
        for (var at = 0; at < html.Length;)
        {
            if (html[at] != '<')
            {
                var next = html.IndexOf('<', at);
                var text = next < 0 ? html[at..] : html[at..next];
                words.Append(WebUtility.HtmlDecode(text));
                at += text.Length;
                continue;
            }

            at = After(html, at, words);
        }

        return Tidy(words.ToString());
    }

    // From the angle bracket to behind the element that says nothing, or behind the tag.
    private static int After(string html, int at, StringBuilder words)
    {
        if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0)
        {
            return Behind(html, "-->", at + 4);
        }

        var end = html.IndexOf('>', at);
        if (end < 0)
        {
            return html.Length;
        }

        var name = NameOf(html.AsSpan(at + 1, end - at - 1));
        if (Lines.Contains(name))
        {
            words.Append('\n');
        }

        return html[at + 1] != '/' && Silent.Contains(name) && html[end - 1] != '/' ? Behind(html, $"</{name}", end) : end + 1;
    }

    private static int Behind(string html, string mark, int from)
    {
        var found = html.IndexOf(mark, from, StringComparison.OrdinalIgnoreCase);
        return found < 0 ? html.Length : mark[0] == '<' ? Math.Max(found, html.IndexOf('>', found)) + 1 : found + mark.Length;
    }

    private static string NameOf(ReadOnlySpan<char> tag)
    {
        var name = tag.TrimStart('/');
        var length = 0;
        while (length < name.Length && char.IsAsciiLetterOrDigit(name[length]))
        {
            length++;
        }

        return name[..length].ToString().ToLowerInvariant();
    }

    private static string Tidy(string words)
    {
        var lines = words.Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0);
        return string.Join('\n', lines);
    }
}
