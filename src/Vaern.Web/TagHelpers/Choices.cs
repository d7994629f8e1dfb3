using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Vaern.Web.Assets;
using Vaern.Web.Localisation;

namespace Vaern.Web.TagHelpers;

/// <summary>
/// One or more of a few, as large frames that are easy to hit:
/// <c>&lt;v-choices for="Category" label="Hvad handler det om?" heading="true"&gt;&lt;v-choice value="x" label="…" hint="…" /&gt;&lt;/v-choices&gt;</c>.
/// </summary>
[HtmlTargetElement("v-choices")]
public sealed class ChoicesField(Texts texts) : FormField(texts)
{
    /// <summary>True lets several be chosen; the property is then a collection.</summary>
    public bool Multiple { get; set; }

    /// <summary>True sets the choices side by side where there is room.</summary>
    public bool Inline { get; set; }

    internal string FieldName => Name;

    internal string ControlId(int number) => number == 0 ? $"{Id}-0" : $"{Id}-{number}";

    internal int Count { get; set; }

    internal bool IsChosen(string value) => Multiple
        ? ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.RawValue is not null
            ? entry.RawValue is string[] many ? many.Contains(value) : entry.RawValue as string == value
            : For.Model is System.Collections.IEnumerable chosen && chosen.Cast<object>().Any(item => item.ToString() == value)
        : Typed == value;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(ChoicesField)] = this;
        var children = await output.GetChildContentAsync();
        WriteSet(output, Markup.Element("div", Inline ? "v-choices v-choices--inline" : "v-choices").With(children));
    }
}

/// <summary>One choice inside <c>&lt;v-choices&gt;</c>.</summary>
[HtmlTargetElement("v-choice")]
public sealed class Choice : TagHelper
{
    public string Value { get; set; } = "";

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>An icon of the design system before the label.</summary>
    public string? Icon { get; set; }

    /// <summary>An own class on the frame, e.g. the kind of an entry.</summary>
    public string? Kind { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var field = (ChoicesField)context.Items[typeof(ChoicesField)];
        var id = field.ControlId(field.Count++);
        var input = Markup.Element("input", field.Multiple ? "form-checkbox" : "form-radio", id: id)
            .With("type", field.Multiple ? "checkbox" : "radio")
            .With("name", field.FieldName)
            .With("value", Value)
            .With("checked", field.IsChosen(Value) ? "checked" : null)
            .With("aria-describedby", Hint is null ? null : $"{id}-hint");
        input.TagRenderMode = TagRenderMode.SelfClosing;

        var label = Markup.Element("label").With("for", id);
        if (Icon is not null)
        {
            label.InnerHtml.AppendHtml(Icons.Draw(Icon));
        }

        label.InnerHtml.AppendHtml(Markup.Element("span", text: Label));
        output.Become("div", Kind is null ? "v-choice" : $"v-choice v-choice--{Kind}");
        output.Content.AppendHtml(input).AppendHtml(label);
        if (Hint is not null)
        {
            output.Content.AppendHtml(Markup.Element("span", "v-choice__hint", Hint, $"{id}-hint"));
        }
    }
}

/// <summary><c>&lt;v-checkbox for="NoAnswer" label="…" /&gt;</c>: one yes.</summary>
[HtmlTargetElement("v-checkbox", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CheckboxField(Texts texts) : FormField(texts)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var isChecked = Typed is "True" or "true" || (Typed?.StartsWith("true,", StringComparison.OrdinalIgnoreCase) ?? false);
        var input = Markup.Element("input", "form-checkbox", id: Id)
            .With("type", "checkbox")
            .With("name", Name)
            .With("value", "true")
            .With("checked", isChecked ? "checked" : null)
            .With("aria-describedby", DescribedBy)
            .With("aria-invalid", Error is null ? null : "true");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        output.Become("div", Error is null ? "form-group v-field v-boxed" : "form-group v-field v-boxed form-error");
        if (Error is { } error)
        {
            output.Content.AppendHtml(Markup.Element("span", "form-error-message", id: ErrorId)
                .With(Markup.Element("span", "sr-only", $"{T["form.error"]}: ")).With(new HtmlContentBuilder().Append(error)));
        }

        var group = Markup.Element("div", "form-group-checkbox").With(input).With(Markup.Element("label", text: Label).With("for", Id));
        if (Hint is not null)
        {
            group.InnerHtml.AppendHtml(Markup.Element("span", "form-hint", Hint, HintId));
        }

        output.Content.AppendHtml(group);
    }
}
