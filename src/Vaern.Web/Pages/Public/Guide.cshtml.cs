using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.Rules;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>Guidance on a topic for a child, a parent or an employee.</summary>
public sealed class GuideModel(Texts texts, CurrentLaw law) : PageModel
{
    public static readonly string[] Audiences = ["barn", "foraelder", "ansat"];

    public static Audience AudienceOf(string who) => who switch { "barn" => Audience.Child, "foraelder" => Audience.Parent, _ => Audience.Employee };

    /// <summary>Takes links to abuse material: a child is sent to people, not to a form about it.</summary>
    private const string HotlineForAdults = "CT-05";

    public GuidanceText Text { get; private set; } = null!;

    public string Topic { get; private set; } = "";

    public string Who { get; private set; } = "";

    public IReadOnlyList<string> Others { get; private set; } = [];

    public IReadOnlyList<Contact> Contacts { get; private set; } = [];

    public IActionResult OnGet(string emne, string hvem)
    {
        if (GuidanceTexts.Find($"raad/{emne}.{hvem}", texts.Language) is not { } text)
        {
            return NotFound();
        }

        (Text, Topic, Who) = (text, emne, hvem);
        Others = [.. Audiences.Where(other => other != hvem && GuidanceTexts.Find($"raad/{emne}.{other}", texts.Language) is not null)];
        Contacts = [.. law.Book.ContactsFor(AudienceOf(hvem))
            .Where(contact => hvem != "barn" || contact.Id != HotlineForAdults)];
        return Page();
    }
}
