using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Vaern.Web.Localisation;

namespace Vaern.Web.TagHelpers;

/// <summary>
/// <c>&lt;v-errors /&gt;</c> above the form: what we need before we can go on, each line a link to its field. Nothing where all is well.
/// </summary>
[HtmlTargetElement("v-errors", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummary(Texts texts) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (ViewContext.ModelState.IsValid)
        {
            output.SuppressOutput();
            return;
        }

        output.Become("div", "v-errors");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("id", "v-errors");
        output.Content.AppendHtml(Markup.Element("h2", "v-errors__title", texts["form.errors"]));
        var list = Markup.Element("ul", "v-errors__list");
        foreach (var (name, entry) in ViewContext.ModelState)
        {
            foreach (var error in entry.Errors)
            {
                var line = Markup.Element("li");
                line.InnerHtml.AppendHtml(name.Length == 0
                    ? Markup.Element("span", text: error.ErrorMessage)
                    : Markup.Element("a", text: error.ErrorMessage).With("href", "#" + TagBuilder.CreateSanitizedId(name, "_")));
                list.InnerHtml.AppendHtml(line);
            }
        }

        output.Content.AppendHtml(list);
        output.Content.AppendHtml(Markup.Element("p", "v-errors__kept", texts["form.kept"]));
    }
}
