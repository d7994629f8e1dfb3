using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Vaern.Web.Localisation;

namespace Vaern.Web.TagHelpers;

/// <summary>Where a clock stands. The card shows the same in words, so that colour is never alone.</summary>
public enum ClockTone
{
    Running,
    RingsToday,
    Late,
}

/// <summary>A clock as a card.</summary>
/// <param name="Title">What is due: <c>Handlingsplan</c>.</param>
/// <param name="IsLaw">True for law, false for the municipality's own goal; the two are labelled differently.</param>
/// <param name="Left">Time left in words, e.g. from <see cref="Time.TimeText.Left"/>, or <c>5 arbejdsdage</c>.</param>
/// <param name="Due">The last day or moment, in words: <c>senest onsdag 27. januar 2027</c>.</param>
/// <param name="Needed">What must exist by then, one sentence.</param>
/// <param name="Source">Law and counting in one line; the law itself goes in SourceName and SourceUrl.</param>
/// <param name="VerifiedBy">Who verified the rule, or null, which is shown as <c>ikke verificeret</c>.</param>
public sealed record ClockCard(string Title, bool IsLaw, ClockTone Tone, string Left, string Due, string Needed, string Source, string? VerifiedBy)
{
    public string? SourceName { get; init; }
    public string? SourceUrl { get; init; }

    /// <summary>The one button that does it.</summary>
    public ClockAction? Action { get; init; }

    /// <summary>Day <c>n</c> of <c>m</c>, drawn as a row of marks.</summary>
    public (int Day, int Of, string Words)? Progress { get; init; }

    /// <summary>A newer version of the rule, said beside the one that is kept; with its address.</summary>
    public (string Words, string Href)? Newer { get; init; }

    /// <summary>What the reader must know beside the date, such as local closed days.</summary>
    public string? Note { get; init; }

    /// <summary>What still helps when the clock was missed.</summary>
    public string? StillHelps { get; init; }
}

/// <summary>A button of a card.</summary>
public sealed record ClockAction(string Label, string Href, string? Icon = null, bool Primary = false);

/// <summary><c>&lt;v-clock of="@card" /&gt;</c>.</summary>
[HtmlTargetElement("v-clock", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ClockTag(Texts texts) : TagHelper
{
    public ClockCard Of { get; set; } = null!;

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become("article", $"v-clock v-clock--{Of.Tone switch { ClockTone.Late => "late", ClockTone.RingsToday => "today", _ => "running" }}");
        output.Content.AppendHtml(Markup.Element("div", "v-clock__head")
            .With(Markup.Element("h3", "v-clock__title", Of.Title))
            .With(Markup.Element("span", Of.IsLaw ? "v-status v-status--law" : "v-status v-status--goal", texts[Of.IsLaw ? "clock.law" : "clock.goal"])));
        output.Content.AppendHtml(Markup.Element("p", "v-clock__left", Of.Left));
        output.Content.AppendHtml(Markup.Element("p", "v-clock__due", Of.Due));
        if (Of.Progress is { } progress)
        {
            var marks = Markup.Element("div", "v-clock__marks").With("aria-hidden", "true");
            for (var day = 1; day <= progress.Of; day++)
            {
                marks.InnerHtml.AppendHtml(Markup.Element("span", day <= progress.Day ? "v-clock__mark v-clock__mark--past" : "v-clock__mark"));
            }

            output.Content.AppendHtml(marks).AppendHtml(Markup.Element("p", "v-clock__progress", progress.Words));
        }

        output.Content.AppendHtml(Markup.Element("p", "v-clock__needed").With(Markup.Element("strong", text: texts["clock.needed"] + " "))
            .With(Markup.Element("span", text: Of.Needed)));
        if (Of.StillHelps is not null)
        {
            output.Content.AppendHtml(Markup.Element("p", "v-clock__helps").With(Markup.Element("strong", text: texts["clock.helps"] + " "))
                .With(Markup.Element("span", text: Of.StillHelps)));
        }

        if (Of.Action is { } action)
        {
            var button = Markup.Element("a", $"button {(action.Primary ? "button-primary" : "button-secondary")} v-button").With("href", Local.Path(ViewContext, action.Href));
            if (action.Icon is not null)
            {
                button.InnerHtml.AppendHtml(Assets.Icons.Draw(action.Icon));
            }

            output.Content.AppendHtml(Markup.Element("p", "v-clock__action").With(button.With(Markup.Element("span", text: action.Label))));
        }

        if (Of.Note is { } note)
        {
            output.Content.AppendHtml(Markup.Element("p", "v-clock__source", note));
        }

        if (Of.Newer is { } newer)
        {
            output.Content.AppendHtml(Markup.Element("p", "v-clock__source v-clock__newer").With(Markup.Element("a", text: newer.Words).With("href", Local.Path(ViewContext, newer.Href))));
        }

        var source = Markup.Element("p", "v-clock__source");
        source.InnerHtml.Append(Of.Source + " ");
        if (Of.SourceName is not null)
        {
            source.InnerHtml.AppendHtml(Of.SourceUrl is null
                ? Markup.Element("span", text: Of.SourceName)
                : Markup.Element("a", text: Of.SourceName).With("href", Of.SourceUrl).With("rel", "noreferrer"));
            source.InnerHtml.Append(". ");
        }

        if (Of.IsLaw)
        {
            source.InnerHtml.AppendHtml(Markup.Element("strong", text: Of.VerifiedBy is null
                ? texts["rule.unverified"]
                : string.Format(CultureInfo.InvariantCulture, texts["rule.verified"], Of.VerifiedBy)));
        }

        output.Content.AppendHtml(source);
    }
}
