using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Learning.Library;
using Vaern.App.Learning.Parents;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Parents;

/// <summary>What parents of a grade take home: the link holds a grade and neither class nor person, and the page sets no cookie.</summary>
public sealed class GradeModel(CurrentMunicipality current, Texts texts) : PageModel
{
    public int Grade { get; private set; }

    public Kit Kit { get; private set; } = null!;

    public SheetView View { get; private set; } = null!;

    public IReadOnlyList<LocalFigure> Figures { get; private set; } = [];

    public IReadOnlyList<Sheet> Lessons => Library.Of("lektion", texts.Language.Code);

    public async Task<IActionResult> OnGetAsync(string klasse, CancellationToken cancel)
    {
        Grade = int.Parse(klasse.Split('-')[0], CultureInfo.InvariantCulture);
        if (Kit.Of(Grade, 45, texts.Language.Code, current.Value.Name, "") is not { } kit)
        {
            return NotFound();
        }

        Kit = kit;
        View = await SheetView.OfAsync(current.Value, kit.Sheet, null, cancel);
        Figures = await LocalFigures.ShownAsync(current.Value, Grade, cancel);
        return Page();
    }
}
