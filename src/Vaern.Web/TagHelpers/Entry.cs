using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Vaern.Web.Assets;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.TagHelpers;

/// <summary>The four kinds of a chronology, which differ in sign, frame and word and never in colour alone.</summary>
public enum EntryKind
{
    Fact,
    Statement,
    Assessment,
    Decision,
}

/// <summary><c>&lt;v-entry kind="Fact" at="@at" by="Farid Elmquist"&gt;…&lt;/v-entry&gt;</c>: one line of a case's story.</summary>
[HtmlTargetElement("v-entry")]
public sealed class EntryTag(Texts texts, TimeText time) : TagHelper
{
    public EntryKind Kind { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Who wrote it, or who said it and where: <c>Villads, i postkassen</c>.</summary>
    public string By { get; set; } = "";

    /// <summary>Who has seen it and when, in one line; null leaves it out.</summary>
    public string? Seen { get; set; }

    /// <summary>True keeps the text in bold: the entry decides something.</summary>
    public bool Strong { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        var kind = Name(Kind);
        output.Become("article", $"v-entry v-entry--{kind}");
        output.Content.AppendHtml(Markup.Element("time", "v-entry__time", time.Clock(At)).With("datetime", TimeText.Iso(At)));
        var head = Markup.Element("p", "v-entry__head").With(Sign(Kind))
            .With(Markup.Element("strong", text: texts[$"entry.{kind}"])).With(Markup.Element("span", "v-entry__by", By));
        var body = Markup.Element("div", "v-entry__frame").With(head).With(Markup.Element("div", "v-entry__text").With(children));
        if (!string.IsNullOrEmpty(Seen)) // a null in the page's attribute comes as an empty text
        {
            body.InnerHtml.AppendHtml(Markup.Element("p", "v-entry__seen").With(Icons.Draw("visibility")).With(Markup.Element("span", text: Seen)));
        }

        output.Content.AppendHtml(body);
    }

    public static string Name(EntryKind kind) => kind switch
    {
        EntryKind.Statement => "statement",
        EntryKind.Assessment => "assessment",
        EntryKind.Decision => "decision",
        _ => "fact",
    };

    /// <summary>A square for what happened, a speech bubble for what was said, a dotted ring for what one thinks, a diamond for what was decided.</summary>
    public static IHtmlContent Sign(EntryKind kind) => new HtmlString($"<svg class=\"v-sign\" viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\">{kind switch
    {
        EntryKind.Statement => "<path d=\"M2 2.5h12v8H7l-3.5 3v-3H2z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/>",
        EntryKind.Assessment => "<circle cx=\"8\" cy=\"8\" r=\"6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\" stroke-dasharray=\"2.6 2.1\"/>",
        EntryKind.Decision => "<path d=\"M8 .8 15.2 8 8 15.2.8 8z\" fill=\"currentColor\"/><path d=\"M5.2 8.2 7.2 10.2 10.8 6.2\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.5\"/>",
        _ => "<rect x=\"2\" y=\"2\" width=\"12\" height=\"12\" rx=\"1.5\" fill=\"currentColor\"/>",
    }}</svg>");
}

/// <summary><c>&lt;v-sign kind="Fact" /&gt;</c>: the sign of a kind alone, for filters and choices.</summary>
[HtmlTargetElement("v-sign", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SignTag : TagHelper
{
    public EntryKind Kind { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.AppendHtml(Markup.Element("span", $"v-kind v-kind--{EntryTag.Name(Kind)}").With(EntryTag.Sign(Kind)));
    }
}
