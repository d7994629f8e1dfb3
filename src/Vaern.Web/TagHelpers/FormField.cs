using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Vaern.Web.Localisation;

namespace Vaern.Web.TagHelpers;

/// <summary>
/// What every field has: a label, a hint, an error that belongs to it, and the value that was typed even where it was
/// refused. The field is optional unless <c>required</c> is set; optional fields say so.
/// </summary>
public abstract class FormField(Texts texts) : TagHelper
{
    /// <summary>The property of the page model that the field edits.</summary>
    [HtmlAttributeName("for")]
    public ModelExpression For { get; set; } = null!;

    /// <summary>The label, or the question where the field is the only one of its page.</summary>
    public string Label { get; set; } = "";

    /// <summary>What helps to answer, under the label.</summary>
    public string? Hint { get; set; }

    /// <summary>False for fields that may be left empty.</summary>
    public bool Required { get; set; } = true;

    /// <summary>True makes the label the page's first heading: for pages with one question.</summary>
    public bool Heading { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    protected string Name => ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    protected string Id => TagBuilder.CreateSanitizedId(Name, "_");

    protected string? HintId => Hint is null ? null : $"{Id}-hint";

    protected string? ErrorId => Error is null ? null : $"{Id}-error";

    protected string? Error => ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.Errors.Count > 0
        ? entry.Errors[0].ErrorMessage
        : null;

    /// <summary>What was typed, also when it was refused; else the model's own value.</summary>
    protected string? Typed => ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.AttemptedValue is { } attempted
        ? attempted
        : Convert.ToString(For.Model, CultureInfo.InvariantCulture);

    protected string? DescribedBy => (HintId, ErrorId) switch
    {
        (null, null) => null,
        ({ } hint, null) => hint,
        (null, { } error) => error,
        var (hint, error) => $"{hint} {error}",
    };

    protected Texts T => texts;

    /// <summary>Writes the group around <paramref name="control"/>, which carries the id of the field.</summary>
    protected void Write(TagHelperOutput output, IHtmlContent control)
    {
        output.Become("div", Error is null ? "form-group v-field" : "form-group v-field form-error");
        var label = Markup.Element("label", "form-label").With("for", Id);
        label.InnerHtml.Append(Label);
        AddOptional(label);
        output.Content.AppendHtml(Heading ? Markup.Element("h1", "v-question").With(label) : label);
        AppendHelp(output.Content);
        output.Content.AppendHtml(control);
    }

    /// <summary>Writes the group as a field set with a legend, for controls of several inputs.</summary>
    protected void WriteSet(TagHelperOutput output, IHtmlContent controls)
    {
        output.Become("div", Error is null ? "form-group v-field" : "form-group v-field form-error");
        var legend = Markup.Element("legend", "form-label");
        if (Heading)
        {
            legend.InnerHtml.AppendHtml(Markup.Element("h1", "v-question", Label));
        }
        else
        {
            legend.InnerHtml.Append(Label);
            AddOptional(legend);
        }

        var set = Markup.Element("fieldset", id: Id).With("aria-describedby", DescribedBy).With(legend);
        set.Attributes["tabindex"] = "-1";
        AppendHelp(set.InnerHtml);
        set.InnerHtml.AppendHtml(controls);
        output.Content.AppendHtml(set);
    }

    private void AddOptional(TagBuilder label)
    {
        if (!Required)
        {
            label.InnerHtml.AppendHtml(Markup.Element("span", "weight-normal", $" ({T["form.optional"]})"));
        }
    }

    private void AppendHelp(IHtmlContentBuilder content)
    {
        if (Hint is not null)
        {
            content.AppendHtml(Markup.Element("span", "form-hint", Hint, HintId));
        }

        if (Error is { } error)
        {
            content.AppendHtml(Markup.Element("span", "form-error-message", id: ErrorId)
                .With(Markup.Element("span", "sr-only", $"{T["form.error"]}: "))
                .With(new HtmlContentBuilder().Append(error)));
        }
    }
}
