using System.Collections.Frozen;
using Microsoft.AspNetCore.Html;

namespace Vaern.Web.Assets;

/// <summary>The design system's icons as inline SVG, always decoration beside a word.</summary>
internal static class Icons
{
    // Our own, where the system has none: name, view box, shape.
    private const string Own =
        "phone-call\t0 0 24 24\t<path d=\"M6.6 3.5 9 3l2 4.6-1.9 1.6a11 11 0 0 0 5.7 5.7l1.6-1.9L21 15l-.5 2.4c-.3 1.6-1.6 2.6-3.2 2.6C9.6 20 4 14.4 4 6.7c0-1.6 1-2.9 2.6-3.2z\"/>";

    private static readonly FrozenDictionary<string, string> Shapes = (EmbeddedAssets.Shared.Text("/dkfds/icons.tsv") + Own)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('\t'))
        .ToFrozenDictionary(parts => parts[0], parts => $"viewBox=\"{parts[1]}\" aria-hidden=\"true\" focusable=\"false\">{parts[2]}</svg>");

    /// <summary>An icon by its name in the design system, e.g. <c>email</c>.</summary>
    public static IHtmlContent Draw(string name, string cssClass = "v-icon") =>
        new HtmlString($"<svg class=\"{cssClass}\" {Shapes[name]}");
}
