using System.Net;
using System.Text;

namespace Vaern.Sealing.Packages;

/// <summary>HTML as it grows. Everything that comes from a case is encoded.</summary>
internal sealed class ReportText
{
    private readonly StringBuilder _html = new();

    /// <summary>Markup of our own, taken as it is.</summary>
    internal ReportText Markup(string html)
    {
        _html.Append(html);
        return this;
    }

    internal ReportText Element(string name, string text)
    {
        _html.Append('<').Append(name).Append('>').Append(Encode(text)).Append("</").Append(name).Append(">\n");
        return this;
    }

    internal ReportText Fact(string term, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return this;
        return Element("dt", term).Element("dd", value);
    }

    internal ReportText CodeFact(string term, string code) => Element("dt", term).Markup("<dd>").Element("code", code).Markup("</dd>\n");

    internal ReportText TableHead(string caption, params ReadOnlySpan<string> columns)
    {
        Markup("<table>").Element("caption", caption).Markup("<thead><tr>");
        foreach (var column in columns) _html.Append("<th scope=\"col\">").Append(Encode(column)).Append("</th>");
        return Markup("</tr></thead><tbody>\n");
    }

    internal ReportText Row(params ReadOnlySpan<string> cells)
    {
        Markup("<tr>");
        foreach (var cell in cells) _html.Append("<td>").Append(Encode(cell)).Append("</td>");
        return Markup("</tr>\n");
    }

    internal ReportText TableEnd() => Markup("</tbody></table>\n");

    /// <summary>A hash in groups of eight, so that people can compare it.</summary>
    internal static string Grouped(string hash) => string.Join(' ', hash.Chunk(8).Select(c => new string(c)));

    internal static string Encode(string text) => WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) && c is not '\n' ? ' ' : c)));

    public override string ToString() => _html.ToString();
}
