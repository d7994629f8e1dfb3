using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Learning.Library;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Public.Parents;

/// <summary>For parents: lessons of a few minutes, the grades, and a human to ask. No login, no cookie.</summary>
public sealed class ParentsModel(Texts texts) : PageModel
{
    public IReadOnlyList<Sheet> Lessons => Library.Of("lektion", texts.Language.Code);

    public IReadOnlyList<Sheet> Sheets => Library.Of("foraelder", texts.Language.Code);
}
