using System.Net;
using System.Text;

namespace Vaern.Sealing.Packages;

/// <summary>The report that lies on top of a package, as one HTML file without scripts or outside resources.</summary>
internal static class ReportHtml
{
    internal static string Write(PackageRequest request, bool stamped, bool hasPdf)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"da\"><head><meta charset=\"utf-8\"><title>Rapport</title></head><body>\n");
        html.Append("<h1>Bevispakke ").Append(Text(request.Case.CaseNumber)).Append("</h1>\n");
        foreach (var item in request.Items)
            html.Append("<p>").Append(item.Id).Append(' ').Append(Text(item.OriginalName)).Append(" <code>").Append(item.Sha256).Append("</code></p>\n");
        return html.Append("</body></html>\n").ToString();
    }

    internal static string ReadMePage(string readMe) =>
        $"<!DOCTYPE html>\n<html lang=\"da\"><head><meta charset=\"utf-8\"><title>Læs mig</title></head><body><pre>{Text(readMe)}</pre></body></html>\n";

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
