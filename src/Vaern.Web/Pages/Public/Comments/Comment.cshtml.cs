using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Preparedness;
using Vaern.Web.Api;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Comments;

/// <summary>Six words show why a comment was hidden and take an appeal. The page is the answer to the form and nothing stays open behind it.</summary>
public sealed class CommentModel(CurrentMunicipality current, ReceiptGuard guard, Texts texts) : PageModel
{
    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public WriterView? Found { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var found = await Appeals.ReadAsync(current.Value, Words, cancel);
        if (found.TryGet(out var view, out var error))
        {
            Found = view;
            return Page();
        }

        var slow = !guard.MayAnswer(current.Value.Slug);
        if (slow)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = "30";
        }

        ModelState.AddModelError(nameof(Words), texts[slow ? "answer.wait" : error.Code == "receipt.not-found" ? "comment.not-found" : error.Code.Replace("receipt.", "answer.", StringComparison.Ordinal)]);
        return Page();
    }

    public async Task<IActionResult> OnPostAppealAsync(CancellationToken cancel)
    {
        var asked = await Appeals.AskAsync(current.Value, Words, Why, cancel);
        if (asked.TryGet(out var view, out var error))
        {
            Found = view;
            return Page();
        }

        if (error.Code != "appeal.empty")
        {
            return await OnPostAsync(cancel);
        }

        ModelState.AddModelError(nameof(Why), texts["fault.appeal.empty"]);
        var found = await Appeals.ReadAsync(current.Value, Words, cancel);
        Found = found.IsOk ? found.Value : null;
        return Page();
    }
}
