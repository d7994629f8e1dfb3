using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Danger first. The draft, and with it the first cookie of its own, begins when somebody answers that there is none.</summary>
public sealed class StartModel(CurrentMunicipality current, Visit visit, Texts texts) : PageModel
{
    private readonly Municipality municipality = current.Value;

    [BindProperty]
    public string? Danger { get; set; }

    /// <summary>The code of the poster that led here; handed on in the form, so that later addresses do not hold it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Enhed { get; set; }

    public string? UnitName => Enhed is null ? null : municipality.Units.FindByCode(Enhed)?.Name;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string who)
    {
        switch (Danger)
        {
            case "yes" or "unsure":
                var code = UnitName is null ? "" : $"?enhed={Uri.EscapeDataString(Enhed!)}";
                return Redirect($"{Request.PathBase}/anmeld/fare/{who}{code}");
            case "no":
                await visit.DiscardDraftAsync(HttpContext.RequestAborted);
                await Drafts.SaveAsync(municipality, visit.BeginDraft(), Begin, HttpContext.RequestAborted);
                return Redirect($"{Request.PathBase}/anmeld/velkommen");
            default:
                ModelState.AddModelError(nameof(Danger), texts["report.start.missing"]);
                return Page();
        }

        DraftAnswers Begin(DraftAnswers answers)
        {
            var unit = Enhed is null ? null : municipality.Units.FindByCode(Enhed);
            return answers with
            {
                Role = who switch { "barn" => "child", "foraelder" => "parent", _ => "employee" },
                UnitCode = unit?.Code,
                Unit = unit?.Id.Value,
                Language = texts.Language.Code,
            };
        }
    }
}
