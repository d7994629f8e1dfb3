using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.Rules;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>An action card: no sign-in, large type, on paper and without a network too.</summary>
public sealed class CardModel(Texts texts, CurrentLaw law) : PageModel
{
    public ActionCard Card { get; private set; } = null!;

    public string Topic { get; private set; } = "";

    public IHtmlContent Note => texts.Mark(Card.Note.In(texts.Language.Culture));

    public IReadOnlyList<Contact> Contacts { get; private set; } = [];

    public IActionResult OnGet(string emne)
    {
        if (!ActionCards.All.TryGetValue(emne, out var card))
        {
            return NotFound();
        }

        (Card, Topic) = (card, emne);
        Contacts = [.. card.Help.Select(law.Book.Contact).Where(contact => contact.IsShown)];
        return Page();
    }
}
