using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Learning.Library;
using Vaern.Rules;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Knowledge;

/// <summary>A shared text with what the municipality has added for everyone. Where it has stopped holding it says so, on paper too.</summary>
public sealed class OneModel(CurrentMunicipality current, Texts texts) : PageModel
{
    private static readonly string[] Shown = ["samtale", "tegn", "faenomen", "platform", "elev", "foraelder"];

    public SheetView View { get; private set; } = null!;

    public IReadOnlyList<Contact> Contacts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string slags, string emne, CancellationToken cancel)
    {
        if (!Shown.Contains(slags) || Library.Find(slags, emne, texts.Language.Code) is not { } sheet)
        {
            return NotFound();
        }

        View = await SheetView.OfAsync(current.Value, sheet, null, cancel);
        var who = sheet.For.Count > 0 && sheet.For[0] == "barn" ? Audience.Child : sheet.For.Contains("ansat") ? Audience.Employee : Audience.Parent;
        Contacts = [.. current.Value.Law.Contacts.Where(contact => contact.IsShown && contact.Audiences.Contains(who) && contact.Id != "CT-05").Take(6)];
        return Page();
    }
}
