using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Rights;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Rights;

/// <summary>«Hvad har I om mig?» – asked by the person, or by a parent. The last day is said at once; the six words open the answer.</summary>
public sealed class AskModel(CurrentMunicipality current, Texts texts) : PageModel
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Asker { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public DateOnly? Born { get; set; }

    [BindProperty]
    public string? Parent { get; set; }

    [BindProperty]
    public string? Contact { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public RightsReceipt? Receipt { get; private set; }

    public void OnGet() => (Id, Kind) = (Guid.CreateVersion7(), "access");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var asked = await AskForAccess.SubmitAsync(current.Value, Id, Kind ?? "", Asker ?? "", new RightsBody(Name ?? "", Born, Contact, Parent, Text ?? ""), cancel);
        if (asked.TryGet(out var receipt, out var error))
        {
            Receipt = receipt;
            return Page();
        }

        var field = error.Code switch { "rights.kind" => nameof(Kind), "rights.other" => nameof(Asker), "rights.parent" => nameof(Parent), "rights.born" => nameof(Born), "rights.too-long" => nameof(Text), _ => nameof(Name) };
        ModelState.AddModelError(field, texts[$"fault.{error.Code}"]);
        return Page();
    }
}
