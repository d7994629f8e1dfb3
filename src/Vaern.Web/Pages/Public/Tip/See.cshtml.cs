using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Preparedness;
using Vaern.Web.Api;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Tip;

/// <summary>Six words show a tip and its answer. The page is the answer to the form and nothing stays open behind it.</summary>
public sealed class SeeModel(CurrentMunicipality current, ReceiptGuard guard, Texts texts) : PageModel
{
    [BindProperty]
    public string? Words { get; set; }

    public AskedTip? Found { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var found = await AskedTips.ByWordsAsync(current.Value, Words, cancel);
        if (found.TryGet(out var tip, out var error))
        {
            Found = tip;
            return Page();
        }

        var slow = !guard.MayAnswer(current.Value.Slug);
        if (slow)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = "30";
        }

        ModelState.AddModelError(nameof(Words), texts[slow ? "answer.wait" : error.Code == "receipt.not-found" ? "tip.see.not-found" : error.Code.Replace("receipt.", "answer.", StringComparison.Ordinal)]);
        return Page();
    }
}
