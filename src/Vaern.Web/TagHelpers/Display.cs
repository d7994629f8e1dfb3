using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Vaern.Web.Assets;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.TagHelpers;

/// <summary><c>&lt;v-time value="@at" /&gt;</c>: an instant as people read it, in a <c>time</c> element. See <see cref="TimeText"/>.</summary>
[HtmlTargetElement("v-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTag(TimeText time) : TagHelper
{
    public DateTimeOffset Value { get; set; }

    /// <summary><c>long</c> (default), <c>near</c>, <c>promise</c>, <c>day</c>, <c>clock</c>.</summary>
    public string Form { get; set; } = "long";

    /// <summary>True adds "om 2 dage" in brackets.</summary>
    public bool Relative { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", TimeText.Iso(Value));
        output.Content.Append(Form switch
        {
            "near" => time.Near(Value),
            "promise" => time.Promise(Value),
            "day" => time.Day(Value),
            "clock" => time.Clock(Value),
            _ => time.Long(Value),
        });
        if (Relative)
        {
            output.Content.Append($" ({time.Relative(Value)})");
        }
    }
}

/// <summary><c>&lt;v-status tone="calm"&gt;Læst&lt;/v-status&gt;</c>: a state as a small label; the word carries the meaning.</summary>
[HtmlTargetElement("v-status")]
public sealed class StatusTag : TagHelper
{
    /// <summary><c>calm</c> (teal), <c>wait</c> (amber), <c>late</c> (red), <c>done</c> (green), <c>plain</c> (grey), <c>law</c> (filled), <c>goal</c> (outline).</summary>
    public string Tone { get; set; } = "calm";

    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Become("span", $"v-status v-status--{Tone}");
}

/// <summary><c>&lt;v-notice tone="info" title="…"&gt;…&lt;/v-notice&gt;</c>: something to know before going on.</summary>
[HtmlTargetElement("v-notice")]
public sealed class NoticeTag : TagHelper
{
    /// <summary><c>info</c>, <c>saved</c>, <c>warning</c> or <c>danger</c>.</summary>
    public string Tone { get; set; } = "info";

    public string? Title { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.Become("div", $"v-notice v-notice--{Tone}");
        if (Tone == "saved")
        {
            output.Attributes.SetAttribute("role", "status");
        }

        output.Content.AppendHtml(Icons.Draw(Tone switch { "saved" => "check", "warning" => "warning", "danger" => "error", _ => "info" }));
        var body = Markup.Element("div", "v-notice__body");
        if (Title is not null)
        {
            body.InnerHtml.AppendHtml(Markup.Element("p", "v-notice__title", Title));
        }

        output.Content.AppendHtml(body.With(children));
    }
}

/// <summary><c>&lt;v-steps current="2" total="6" all="/anmeld/trin" /&gt;</c>: where one is in a row of questions.</summary>
[HtmlTargetElement("v-steps", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StepsTag(Texts texts) : TagHelper
{
    public int Current { get; set; }

    public int Total { get; set; }

    /// <summary>Address of the page that lists the steps; null leaves the link out.</summary>
    public string? All { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("div", "v-steps");
        var row = Markup.Element("ol", "v-steps__row").With("aria-hidden", "true");
        for (var step = 1; step <= Total; step++)
        {
            var state = step < Current ? "done" : step == Current ? "now" : "next";
            var item = Markup.Element("li", $"v-steps__step v-steps__step--{state}");
            var dot = Markup.Element("span", "v-steps__dot");
            row.InnerHtml.AppendHtml(item.With(step < Current
                ? dot.With(Icons.Draw("check"))
                : dot.With(new HtmlContentBuilder().Append(step.ToString(System.Globalization.CultureInfo.InvariantCulture)))));
        }

        var line = Markup.Element("div", "v-steps__line").With(Markup.Element("strong", text: texts["steps.position", Current, Total]));
        if (All is not null)
        {
            line.InnerHtml.AppendHtml(Markup.Element("a", text: texts["steps.all"]).With("href", Local.Path(ViewContext, All)));
        }

        output.Content.AppendHtml(row).AppendHtml(line);
    }
}

/// <summary><c>&lt;v-empty title="Ingen sager her"&gt;what would make it non-empty&lt;/v-empty&gt;</c>.</summary>
[HtmlTargetElement("v-empty")]
public sealed class EmptyTag : TagHelper
{
    public string Title { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.Become("div", "v-empty");
        output.Content.AppendHtml(Markup.Element("p", "v-empty__title", Title)).AppendHtml(Markup.Element("div", "v-empty__why").With(children));
    }
}

/// <summary><c>&lt;v-facts&gt;&lt;v-fact term="Enhed"&gt;Tanghøj Skole&lt;/v-fact&gt;&lt;/v-facts&gt;</c>: names and values.</summary>
[HtmlTargetElement("v-facts")]
public sealed class FactsTag : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Become("dl", "v-facts");
}

/// <summary>One line of <c>&lt;v-facts&gt;</c>; <c>change</c> adds a link to the page where the answer is given.</summary>
[HtmlTargetElement("v-fact", ParentTag = "v-facts")]
public sealed class FactTag(Texts texts) : TagHelper
{
    public string Term { get; set; } = "";

    public string? Change { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var children = await output.GetChildContentAsync();
        output.Become("div", "v-fact");
        output.Content.AppendHtml(Markup.Element("dt", text: Term)).AppendHtml(Markup.Element("dd").With(children));
        if (Change is not null)
        {
            var link = Markup.Element("a", text: texts["form.change"]).With("href", Local.Path(ViewContext, Change))
                .With(Markup.Element("span", "sr-only", $": {Term}"));
            output.Content.AppendHtml(Markup.Element("dd", "v-fact__change").With(link));
        }
    }
}
