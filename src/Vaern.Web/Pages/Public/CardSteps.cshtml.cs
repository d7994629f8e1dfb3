using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Cases;
using Vaern.Rules;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>The whole playbook behind an action card, to read before anything happens and to hang on a wall.</summary>
public sealed class CardStepsModel(CurrentLaw law) : PageModel
{
    public Playbook Book { get; private set; } = null!;

    public string Topic { get; private set; } = "";

    public RuleBook Law => law.Book;

    public IActionResult OnGet(string emne)
    {
        if (Playbook.OfCard(emne) is not { } book)
        {
            return NotFound();
        }

        (Book, Topic) = (book, emne);
        return Page();
    }
}
