using System.Collections.Frozen;
using Microsoft.AspNetCore.Html;

namespace Vaern.Web.Assets;

/// <summary>The design system's icons as inline SVG, always decoration beside a word.</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, string> Shapes = EmbeddedAssets.Shared.Text("/dkfds/icons.tsv")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('\t'))
        .ToFrozenDictionary(parts => parts[0], parts => $"viewBox=\"{parts[1]}\" aria-hidden=\"true\" focusable=\"false\">{parts[2]}</svg>");

    /// <summary>An icon by its name in the design system, e.g. <c>email</c>.</summary>
    public static IHtmlContent Draw(string name, string cssClass = "v-icon") =>
        new HtmlString($"<svg class=\"{cssClass}\" {Shapes[name]}");
}
