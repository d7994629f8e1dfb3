using System.Text;
using Vaern.App.Evidence;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>The custody record as HTML, the same for the page, the printer and the PDF. Every value is encoded.</summary>
internal static class CustodyTable
{
    public static string Write(CustodyRecord record, IReadOnlyList<CustodyLine> lines, Texts texts, TimeText time)
    {
        var html = new StringBuilder();
        html.Append("<table class=\"v-table v-custody\"><thead><tr>");
        foreach (var key in (string[])["custody.number", "custody.at", "custody.what", "custody.who", "custody.why", "custody.hash"])
        {
            html.Append("<th scope=\"col\">").Append(Safe(texts[key])).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var line in lines)
        {
            Row(html, line, texts, time);
        }

        html.Append("</tbody></table>");
        html.Append("<p>").Append(Safe(record.Broken is { } broken ? texts["custody.broken", broken] : texts["custody.whole", record.Lines.Count])).Append("</p>");
        return html.Append("<p class=\"v-small\">").Append(Safe(texts["custody.head"])).Append(" <span class=\"v-hash\">").Append(record.Head).Append("</span></p>").ToString();
    }

    /// <summary>A page of its own for the PDF renderer: no script, no address, its style in it.</summary>
    public static string Document(string heading, string municipality, CustodyRecord record, IReadOnlyList<CustodyLine> lines, Texts texts, TimeText time) =>
        $$"""
        <!doctype html><html lang="{{texts.Language.Culture.TwoLetterISOLanguageName}}"><head><meta charset="utf-8"><title>{{Safe(heading)}}</title><style>
        @page { size: A4 landscape; margin: 15mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif } }
        body { font: 9.5pt/1.4 sans-serif } h1 { font-size: 15pt } table { border-collapse: collapse; width: 100% }
        td, th { border-top: 1px solid #999; padding: 3pt 5pt; text-align: left; vertical-align: top; overflow-wrap: anywhere } .v-hash { font-family: monospace; font-size: 8pt }
        tr { break-inside: avoid }
        </style></head><body><p>{{Safe(municipality)}}, {{Safe(time.Long(time.Now))}}</p><h1>{{Safe(heading)}}</h1><p>{{Safe(texts["custody.lead"])}}</p>
        {{Write(record, lines, texts, time)}}</body></html>
        """;

    private static void Row(StringBuilder html, CustodyLine line, Texts texts, TimeText time)
    {
        var who = line.By ?? texts[line.Role == "system" ? "custody.program" : "custody.reporter"];
        var action = texts.Has($"custody.action.{line.Action}") ? texts[$"custody.action.{line.Action}"] : line.Action;
        html.Append("<tr>");
        Cell(html, texts, "custody.number").Append(line.Number).Append("</td>");
        Cell(html, texts, "custody.at").Append(Safe(time.Long(line.At))).Append("</td>");
        Cell(html, texts, "custody.what").Append(Safe(action)).Append(' ').Append(Safe(line.Item)).Append("</td>");
        Cell(html, texts, "custody.who").Append(Safe(who));
        if (texts.Has($"role.{line.Role}"))
        {
            html.Append(", ").Append(Safe(texts[$"role.{line.Role}"]));
        }

        html.Append("</td>");
        Cell(html, texts, "custody.why").Append(Safe(line.Reason));
        foreach (var (name, value) in line.Detail)
        {
            html.Append("<br>").Append(Safe(texts.Has($"custody.detail.{name}") ? texts[$"custody.detail.{name}"] : name)).Append(": ")
                .Append(value.Length is 64 or 32 ? $"<span class=\"v-hash\">{Safe(value)}</span>" : Safe(texts.Has($"custody.form.{value}") ? texts[$"custody.form.{value}"] : value));
        }

        html.Append("</td>");
        Cell(html, texts, "custody.hash");
        if (line.Sha256 is { } sha256)
        {
            html.Append(Safe(texts["custody.file"])).Append(" <span class=\"v-hash\">").Append(Safe(sha256)).Append("</span><br>");
        }

        html.Append(Safe(texts["custody.line"])).Append(" <span class=\"v-hash\">").Append(line.Hash).Append("</span></td></tr>");
    }

    // On a telephone the heads are gone, and each cell says what it is.
    private static StringBuilder Cell(StringBuilder html, Texts texts, string head) => html.Append("<td data-label=\"").Append(Safe(texts[head])).Append("\">");

    private static string Safe(string text) => System.Net.WebUtility.HtmlEncode(text);
}
