using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>A QR code as an SVG in the page: nothing is fetched, nothing needs script, and it prints sharp.</summary>
internal static class QrPicture
{
    private const int Quiet = 4;

    public static IHtmlContent Draw(string text, string label)
    {
        var code = QrCode.Of(text);
        var path = new StringBuilder();
        for (var row = 0; row < code.Size; row++)
        {
            for (var column = 0; column < code.Size; column++)
            {
                var from = column;
                while (column < code.Size && code[row, column])
                {
                    column++;
                }

                if (column > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from + Quiet} {row + Quiet}h{column - from}v1h-{column - from}z");
                }
            }
        }

        var side = code.Size + (2 * Quiet);
        return new HtmlString(string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"v-qr\" role=\"img\" aria-label=\"{Texts.Encoder.Encode(label)}\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"));
    }
}
