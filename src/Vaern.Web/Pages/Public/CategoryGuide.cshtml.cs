using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>Guidance on one kind of report for a child, a parent or an employee, made from the rules' own data.</summary>
public sealed class CategoryGuideModel(Texts texts, CurrentMunicipality current) : PageModel
{
    public Rules.Guidance Guidance { get; private set; } = null!;

    public string Who { get; private set; } = "";

    public string Title => (Who == "barn" ? Guidance.Category.ChildWording : Guidance.Category.Title).In(texts.Language.Culture);

    public IActionResult OnGet(string kode, string hvem)
    {
        if (!GuideModel.Audiences.Contains(hvem)
            || !Rules.Guidance.For(kode, GuideModel.AudienceOf(hvem), current.Value.Law).TryGet(out var guidance, out _))
        {
            return NotFound();
        }

        (Guidance, Who) = (guidance, hvem);
        return Page();
    }
}
