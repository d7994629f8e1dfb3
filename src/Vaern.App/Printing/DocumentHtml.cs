using System.Globalization;
using System.Net;
using System.Text;

namespace Vaern.App.Printing;

/// <summary>A document as one page of HTML without script and without references: the browser prints it, and WeasyPrint makes PDF/UA of it.</summary>
public static class DocumentHtml
{
    public static string Of(Document document)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{Safe(document.Language)}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{Safe(document.Title)}</title>\n");
        html.Append(CultureInfo.InvariantCulture, $"<meta name=\"author\" content=\"{Safe(document.Author)}\">\n<style>\n{Style}");
        if (document.Footer is { } footer)
        {
            html.Append(CultureInfo.InvariantCulture, $"@page {{ @bottom-left {{ content: \"{Css(footer)}\"; font: 8pt {Fonts}; color: #4C5758; }} }}\n");
        }

        html.Append(CultureInfo.InvariantCulture, $"</style>\n</head>\n<body>\n<h1>{Safe(document.Title)}</h1>\n");
        foreach (var block in document.Blocks)
        {
            Append(html, block);
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, Block block)
    {
        switch (block)
        {
            case Heading heading:
                html.Append(CultureInfo.InvariantCulture, $"<h{heading.Level}>{Lines(heading.Text)}</h{heading.Level}>\n");
                break;
            case Paragraph { Strong: true } paragraph:
                html.Append(CultureInfo.InvariantCulture, $"<p><strong>{Lines(paragraph.Text)}</strong></p>\n");
                break;
            case Paragraph paragraph:
                html.Append(CultureInfo.InvariantCulture, $"<p>{Lines(paragraph.Text)}</p>\n");
                break;
            case Quote quote:
                html.Append(CultureInfo.InvariantCulture, $"<blockquote><p>{Lines(quote.Text)}</p>");
                if (quote.By is { } by)
                {
                    html.Append(CultureInfo.InvariantCulture, $"<p class=\"by\">– {Safe(by)}</p>");
                }

                html.Append("</blockquote>\n");
                break;
            case Facts facts:
                html.Append("<dl>\n");
                foreach (var (term, value) in facts.Lines)
                {
                    html.Append(CultureInfo.InvariantCulture, $"<div><dt>{Safe(term)}</dt><dd>{Lines(value)}</dd></div>\n");
                }

                html.Append("</dl>\n");
                break;
            case Bullets bullets:
                Items(html, "ul", bullets.Items);
                break;
            case Steps steps:
                Items(html, "ol", steps.Items);
                break;
            case TableBlock table:
                Table(html, table);
                break;
            case Note note:
                html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Lines(note.Text)}</p>\n");
                break;
            case WritingLine line:
                html.Append(CultureInfo.InvariantCulture, $"<p class=\"line\">{Safe(line.Label)}</p>\n");
                break;
            case Picture picture:
                // The words are text beside the drawing and not only its description: a reader of either kind gets both.
                html.Append(CultureInfo.InvariantCulture, $"<figure>{picture.Svg}<figcaption>{Safe(picture.Words)}</figcaption></figure>\n");
                break;
        }
    }

    private static void Items(StringBuilder html, string list, IReadOnlyList<string> items)
    {
        html.Append(CultureInfo.InvariantCulture, $"<{list}>\n");
        foreach (var item in items)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li>{Lines(item)}</li>\n");
        }

        html.Append(CultureInfo.InvariantCulture, $"</{list}>\n");
    }

    private static void Table(StringBuilder html, TableBlock table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<table>\n<caption>{Safe(table.Caption)}</caption>\n<thead><tr>");
        foreach (var cell in table.Header)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Safe(cell)}</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var at = 0; at < row.Count; at++)
            {
                html.Append(at == 0 ? "<th scope=\"row\">" : "<td>").Append(Lines(row[at])).Append(at == 0 ? "</th>" : "</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table>\n");
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    private static string Lines(string text) => Safe(text.ReplaceLineEndings("\n")).Replace("\n", "<br>", StringComparison.Ordinal);

    // Inside a CSS string: what could end it, or the style element, is written by number.
    private static string Css(string text) =>
        string.Concat(text.Select(one => one is '"' or '\\' or '<' or '>' or '\n' or '\r' ? $"\\{(int)one:x6}" : one.ToString()));

    private const string Fonts = "\"IBM Plex Sans\", \"DejaVu Sans\", sans-serif";

    private const string Style = $$"""
        @page { size: A4; margin: 22mm 20mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt {{Fonts}}; color: #4C5758; } }
        html { font: 10.5pt/1.45 {{Fonts}}; color: #1A1A1A; }
        h1 { font-size: 20pt; line-height: 1.2; margin: 0 0 5mm; color: #073F46; }
        h2 { font-size: 13pt; line-height: 1.3; margin: 7mm 0 2mm; color: #0B5A62; break-after: avoid; }
        h3, h4 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid; }
        p, ul, ol, dl, table, blockquote, figure { margin: 0 0 3mm; }
        p { max-width: 160mm; }
        li { margin-bottom: 1mm; }
        dl div { break-inside: avoid; display: flex; gap: 4mm; }
        dt { width: 45mm; flex: none; color: #4C5758; }
        dd { margin: 0; }
        blockquote { margin-left: 0; padding: 1mm 0 1mm 4mm; border-left: 1mm solid #0B5A62; }
        blockquote p { margin: 0 0 1mm; }
        .by { color: #4C5758; font-size: 9pt; }
        .note { border: 0.3mm solid #7A4A00; padding: 2mm 3mm; }
        .line { border-bottom: 0.3mm solid #5F6B6B; padding-bottom: 9mm; color: #4C5758; }
        table { width: 100%; border-collapse: collapse; font-size: 9.5pt; }
        caption { text-align: left; font-weight: 600; padding-bottom: 1.5mm; }
        th, td { text-align: left; vertical-align: top; padding: 1.2mm 3mm 1.2mm 0; border-bottom: 0.2mm solid #8A9696; overflow-wrap: anywhere; }
        thead th { border-bottom: 0.4mm solid #0B5A62; }
        tbody th { font-weight: 500; }
        tr { break-inside: avoid; }
        svg { max-width: 100%; height: auto; }
        figcaption { color: #4C5758; font-size: 9.5pt; }

        """;
}
