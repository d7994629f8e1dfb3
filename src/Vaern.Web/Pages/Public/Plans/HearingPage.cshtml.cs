using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Plans;

/// <summary>A hearing from the outside: read the draft, write a comment, be nobody. A link that is no more says so and opens nothing.</summary>
public sealed class HearingPageModel(CurrentMunicipality current, Texts texts) : PageModel
{
    [FromRoute(Name = "kode")]
    public string? Code { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Chapter { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public OpenHearing? Hearing { get; private set; }

    /// <summary>A comment was kept just now.</summary>
    public bool IsKept { get; private set; }

    public IEnumerable<SelectListItem> ChapterItems => Hearing!.Template.Chapters.Select(chapter => new SelectListItem(chapter.Title.In(texts.Language.Culture), chapter.Key));

    public async Task<IActionResult> OnGetAsync(string? tak, CancellationToken cancel)
    {
        (Id, IsKept) = (Guid.CreateVersion7(), tak == "1");
        return await ShowAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var kept = await HearingLink.CommentAsync(current.Value, Code, Id, Chapter, Text, cancel);
        if (kept.IsOk)
        {
            return LocalRedirect($"{Request.PathBase}/hoering/{Code}?tak=1");
        }

        if (kept.Error.Code != "hearing.not-found")
        {
            ModelState.AddModelError(nameof(Text), texts[$"fault.{kept.Error.Code}"]);
        }

        return await ShowAsync(cancel);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        if ((await HearingLink.ReadAsync(current.Value, Code, cancel)).TryGet(out var hearing, out _))
        {
            Hearing = hearing;
            return Page();
        }

        var page = Page();
        page.StatusCode = 404;
        return page;
    }
}
