using System.Globalization;
using System.Net;
using System.Text;

namespace Vaern.Web.Charts;

/// <summary>
/// Draws SVG with presentation attributes alone: no style, no script, no reference outside itself, so that the drawing looks the same in a page under the strict policy, in a
/// PDF and in a file of its own. One unit is a pixel of a telephone's width.
/// </summary>
internal sealed class Drawing
{
    public const int Width = 420;
    public const string Ink = "#1a1a1a";
    public const string Muted = "#4c5758";
    public const string Accent = "#0b5a62";
    public const string Line = "#d5dcdc";
    public const string Mark = "#c77a0a";
    private const string Fonts = "IBM Plex Sans, DejaVu Sans, sans-serif";
    private readonly StringBuilder body = new();

    public void Text(double x, double y, string text, int size = 14, string fill = Ink, string weight = "400", string anchor = "start") =>
        body.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{fill}\" text-anchor=\"{anchor}\">{Safe(text)}</text>");

    public void Rect(double x, double y, double width, double height, string fill, string? stroke = null, bool dashed = false) =>
        body.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(0, width):0.#}\" height=\"{height:0.#}\" fill=\"{fill}\"{(stroke is null ? "" : $" stroke=\"{stroke}\"")}{(dashed ? " stroke-dasharray=\"4 3\"" : "")}/>");

    public void Stroke(double fromX, double fromY, double toX, double toY, string stroke, double width = 1, bool dashed = false) =>
        body.Append(CultureInfo.InvariantCulture, $"<line x1=\"{fromX:0.#}\" y1=\"{fromY:0.#}\" x2=\"{toX:0.#}\" y2=\"{toY:0.#}\" stroke=\"{stroke}\" stroke-width=\"{width:0.#}\"{(dashed ? " stroke-dasharray=\"6 4\"" : "")}/>");

    public void Points(string element, IEnumerable<(double X, double Y)> points, string fill, string? stroke = null, double width = 1) =>
        body.Append(CultureInfo.InvariantCulture, $"<{element} points=\"{string.Join(' ', points.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.X:0.#},{one.Y:0.#}")))}\" fill=\"{fill}\"{(stroke is null ? "" : string.Create(CultureInfo.InvariantCulture, $" stroke=\"{stroke}\" stroke-width=\"{width:0.#}\""))}/>");

    public void Dot(double x, double y) => body.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" fill=\"#fff\" stroke=\"{Accent}\" stroke-width=\"2\"/>");

    /// <summary>Writes a text over as many lines as it takes and gives the height after it.</summary>
    public double Wrapped(double x, double y, string text, int size, string fill, string weight, int letters)
    {
        foreach (var line in Lines(text, letters))
        {
            Text(x, y, line, size, fill, weight);
            y += Math.Round(size * 1.35);
        }

        return y;
    }

    /// <summary>The whole drawing.</summary>
    /// <param name="id">Letters, digits and hyphens, once on a page.</param>
    /// <param name="title">Named to a screen reader; the drawing says it too.</param>
    /// <param name="words">What the drawing shows, in words.</param>
    public string Done(string id, double height, string title, string words) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"v-chart\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" viewBox=\"0 0 {Width} {height:0}\" width=\"{Width}\" height=\"{height:0}\" font-family=\"{Fonts}\"><title id=\"{id}-t\">{Safe(title)}</title><desc id=\"{id}-d\">{Safe(words)}</desc><rect width=\"{Width}\" height=\"{height:0}\" fill=\"#fff\"/>{body}</svg>");

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    private static IEnumerable<string> Lines(string text, int letters)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > letters)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
