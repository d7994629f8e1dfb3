using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Vaern.Web.Localisation;

namespace Vaern.Web.TagHelpers;

/// <summary><c>&lt;v-input for="Name" label="…" /&gt;</c>: one line of text, a date, a number, a password.</summary>
[HtmlTargetElement("v-input", TagStructure = TagStructure.WithoutEndTag)]
public sealed class InputField(Texts texts) : FormField(texts)
{
    /// <summary>The HTML type: <c>text email tel url number date time datetime-local password search</c>.</summary>
    public string Type { get; set; } = "text";

    /// <summary>Expected length in characters; draws the field that wide.</summary>
    public int? Chars { get; set; }

    public int? MaxLength { get; set; }

    /// <summary>The browser's autocomplete word; <c>off</c> unless set, for public telephones are shared.</summary>
    public string Autocomplete { get; set; } = "off";

    public string? Inputmode { get; set; }

    /// <summary>Words to offer while typing (a data list), e.g. units.</summary>
    public IEnumerable<string>? Suggestions { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var input = Markup.Element("input", "form-input", id: Id)
            .With("name", Name)
            .With("type", Type)
            .With("value", Type == "password" ? null : Typed)
            .With("autocomplete", Autocomplete)
            .With("inputmode", Inputmode)
            .With("maxlength", MaxLength?.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .With("aria-describedby", DescribedBy)
            .With("aria-invalid", Error is null ? null : "true")
            .With("aria-required", Required ? "true" : null);
        if (Chars is { } chars)
        {
            input.AddCssClass(chars switch { <= 4 => "v-chars-4", <= 8 => "v-chars-8", <= 16 => "v-chars-16", _ => "v-chars-30" });
        }

        input.TagRenderMode = TagRenderMode.SelfClosing;
        var control = new HtmlContentBuilder().AppendHtml(input);
        if (Suggestions is not null)
        {
            input.Attributes["list"] = $"{Id}-list";
            var list = Markup.Element("datalist", id: $"{Id}-list");
            foreach (var word in Suggestions)
            {
                list.InnerHtml.AppendHtml(Markup.Element("option").With("value", word));
            }

            control.AppendHtml(list);
        }

        Write(output, control);
    }
}

/// <summary><c>&lt;v-textarea for="Story" label="…" rows="8" /&gt;</c>: text of several lines.</summary>
[HtmlTargetElement("v-textarea", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextAreaField(Texts texts) : FormField(texts)
{
    public int Rows { get; set; } = 5;

    public int? MaxLength { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var area = Markup.Element("textarea", "form-input", id: Id)
            .With("name", Name)
            .With("rows", Rows.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .With("autocomplete", "off")
            .With("maxlength", MaxLength?.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .With("aria-describedby", DescribedBy)
            .With("aria-invalid", Error is null ? null : "true")
            .With("aria-required", Required ? "true" : null);
        area.InnerHtml.AppendHtml("\n"); // HTML drops one leading line break
        area.InnerHtml.Append(Typed ?? "");
        Write(output, area);
    }
}

/// <summary><c>&lt;v-select for="Unit" label="…" items="…" /&gt;</c>: one of a list that is too long for choices.</summary>
[HtmlTargetElement("v-select", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SelectField(Texts texts) : FormField(texts)
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];

    /// <summary>The first, empty choice; null leaves it out.</summary>
    public string? Empty { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var select = Markup.Element("select", "form-select", id: Id)
            .With("name", Name)
            .With("aria-describedby", DescribedBy)
            .With("aria-invalid", Error is null ? null : "true")
            .With("aria-required", Required ? "true" : null);
        if (Empty is not null)
        {
            select.InnerHtml.AppendHtml(Markup.Element("option", text: Empty).With("value", ""));
        }

        TagBuilder? group = null;
        foreach (var item in Items)
        {
            var option = Markup.Element("option", text: item.Text)
                .With("value", item.Value)
                .With("selected", item.Selected || item.Value == Typed ? "selected" : null)
                .With("disabled", item.Disabled ? "disabled" : null);
            if (item.Group is null)
            {
                select.InnerHtml.AppendHtml(option);
                continue;
            }

            if (group?.Attributes["label"] != item.Group.Name)
            {
                group = Markup.Element("optgroup").With("label", item.Group.Name);
                select.InnerHtml.AppendHtml(group);
            }

            group!.InnerHtml.AppendHtml(option);
        }

        Write(output, Markup.Element("div", "v-select").With(select));
    }
}

/// <summary><c>&lt;v-file for="Files" label="…" multiple accept="…" /&gt;</c>. The form needs <c>enctype="multipart/form-data"</c>.</summary>
[HtmlTargetElement("v-file", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FileField(Texts texts) : FormField(texts)
{
    public bool Multiple { get; set; }

    public string? Accept { get; set; }

    /// <summary>True where the page loads <c>file-hash.js</c>: the browser then takes the hash of what was chosen before it sends it.</summary>
    public bool Hashed { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var input = Markup.Element("input", "v-file", id: Id)
            .With("name", Name)
            .With("type", "file")
            .With("accept", Accept)
            .With("multiple", Multiple ? "multiple" : null)
            .With("data-hash", Hashed ? "" : null)
            .With("aria-describedby", DescribedBy)
            .With("aria-invalid", Error is null ? null : "true");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        Write(output, input);
    }
}
