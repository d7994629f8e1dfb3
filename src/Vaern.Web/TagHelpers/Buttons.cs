using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Vaern.Web.Assets;

namespace Vaern.Web.TagHelpers;

/// <summary>
/// <c>&lt;v-button&gt;Næste&lt;/v-button&gt;</c> sends the form; with <c>href</c> it is a link that looks like a button. One <c>primary</c> a page.
/// </summary>
[HtmlTargetElement("v-button")]
public sealed class ButtonTag : TagHelper
{
    /// <summary><c>primary</c>, <c>secondary</c> (outline), <c>internal</c> (ink outline), <c>message</c> (blue outline) or <c>danger</c> (red).</summary>
    public string Kind { get; set; } = "primary";

    public string? Href { get; set; }

    public string? Icon { get; set; }

    /// <summary>True makes the button as wide as its column.</summary>
    public bool Wide { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        var kind = Kind == "primary" ? "button-primary" : $"button-secondary v-button--{Kind}";
        output.Become(Href is null ? "button" : "a", $"button {kind} v-button{(Wide ? " v-button--wide" : "")}");
        if (Href is not null)
        {
            output.Attributes.SetAttribute("href", Local.Path(ViewContext, Href));
        }
        else if (!output.Attributes.ContainsName("type"))
        {
            output.Attributes.SetAttribute("type", "submit");
        }

        if (Icon is not null)
        {
            output.Content.AppendHtml(Icons.Draw(Icon));
        }

        output.Content.AppendHtml(Markup.Element("span").With(children));
    }
}

/// <summary><c>&lt;v-back href="/anmeld/hvad" /&gt;</c>: the way back at the top of a page.</summary>
[HtmlTargetElement("v-back", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class BackLink(Localisation.Texts texts) : TagHelper
{
    public string Href { get; set; } = "/";

    /// <summary>Where it leads, when "Tilbage" alone would not tell.</summary>
    public string? Label { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("a", "v-back");
        output.Attributes.SetAttribute("href", Local.Path(ViewContext, Href));
        output.Content.AppendHtml(Icons.Draw("arrow-back")).AppendHtml(Markup.Element("span", text: Label ?? texts["nav.back"]));
    }
}

/// <summary><c>&lt;v-icon name="email" /&gt;</c>: an icon of the design system, decoration only.</summary>
[HtmlTargetElement("v-icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTag : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var own = output.Attributes["class"]?.Value?.ToString();
        output.TagName = null;
        output.Content.AppendHtml(Icons.Draw(Name, own is null ? "v-icon" : $"v-icon {own}"));
    }
}

/// <summary><c>&lt;a v-href="/om"&gt;</c>: a link inside the site that stays in the reader's language.</summary>
[HtmlTargetElement("a", Attributes = "v-href")]
public sealed class LocalLink : TagHelper
{
    [HtmlAttributeName("v-href")]
    public string? Href { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override int Order => -2000; // before the framework's own helpers read href and action

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Href is not null)
        {
            output.Attributes.SetAttribute("href", Local.Path(ViewContext, Href));
        }
    }
}

internal static class Local
{
    /// <summary>An address of ours with the language before it; any other is left alone.</summary>
    public static string Path(ViewContext context, string href)
    {
        if (!href.StartsWith('/'))
        {
            return href;
        }

        var language = context.HttpContext.Request.PathBase.Value ?? "";
        return href == "/" && language.Length > 0 ? language : language + href;
    }
}
