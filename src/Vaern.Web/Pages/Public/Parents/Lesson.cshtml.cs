using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Learning.Library;
using Vaern.App.Learning.Parents;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Parents;

/// <summary>
/// A lesson of three to four minutes. Danish and English stand in the page's own language; other languages have an address of their own (<c>/lektion/x/ar</c>) and the rest of the page stays
/// as it is. No cookie is set, so the button needs no token: all it can do is to make a number one larger.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class LessonModel(CurrentMunicipality current, Texts texts) : PageModel
{
    public SheetView View { get; private set; } = null!;

    /// <summary>This page's own address.</summary>
    public string Address { get; private set; } = "";

    public IReadOnlyList<(string Code, string Name, string Href)> Languages { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string emne, string? sprog, CancellationToken cancel)
    {
        if (!await ReadAsync(emne, sprog, cancel))
        {
            return NotFound();
        }

        await PublicCounts.LessonAsync(current.Value, View.Sheet, completed: false, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string emne, string? sprog, CancellationToken cancel)
    {
        if (!await ReadAsync(emne, sprog, cancel))
        {
            return NotFound();
        }

        await PublicCounts.LessonAsync(current.Value, View.Sheet, completed: true, cancel);
        return Redirect(texts.Path("/lektion-faerdig"));
    }

    private async Task<bool> ReadAsync(string slug, string? language, CancellationToken cancel)
    {
        // Danish and English have the page's own language; only the others stand in the address.
        if (language is "da" or "en" || Library.Find("lektion", slug, language ?? texts.Language.Code) is not { } sheet)
        {
            return false;
        }

        View = await SheetView.OfAsync(current.Value, sheet, null, cancel);
        Address = texts.Path($"/lektion/{slug}{(language is null ? "" : "/" + language)}");
        Languages = [.. Library.LanguagesOf("lektion", slug).Select(code => (code, CultureInfo.GetCultureInfo(code).NativeName, code switch
        {
            "da" => $"/lektion/{slug}",
            "en" => $"/en/lektion/{slug}",
            _ => texts.Path($"/lektion/{slug}/{code}"),
        }))];
        return true;
    }
}
