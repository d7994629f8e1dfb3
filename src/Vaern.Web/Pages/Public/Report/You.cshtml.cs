using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Anonymous, or a name that is sealed apart from the story.</summary>
public sealed class YouModel() : ReportQuestion("dig")
{
    [BindProperty]
    public string? Tell { get; set; }

    [BindProperty]
    public string? ContactName { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public void OnGet()
    {
        Tell = Answers.Anonymous switch { true => "no", false => "yes", _ => null };
        (ContactName, Phone, Email) = (Answers.ContactName, Answers.ContactPhone, Answers.ContactEmail);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Tell is not ("no" or "yes"))
        {
            ModelState.AddModelError(nameof(Tell), T["report.you.missing"]);
        }
        else if (Tell == "yes" && Clean(ContactName) is null)
        {
            ModelState.AddModelError(nameof(ContactName), T["report.you.name.missing"]);
        }

        CheckLength(ContactName, nameof(ContactName), ReportContent.ShortLimit);
        CheckLength(Phone, nameof(Phone), ReportContent.ShortLimit);
        CheckLength(Email, nameof(Email), ReportContent.ShortLimit);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var tells = Tell == "yes";
        return await SaveAsync(answers => answers with
        {
            Anonymous = !tells,
            ContactName = tells ? Clean(ContactName) : null,
            ContactPhone = tells ? Clean(Phone) : null,
            ContactEmail = tells ? Clean(Email) : null,
        });
    }
}
