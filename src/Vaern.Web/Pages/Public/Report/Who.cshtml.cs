using Microsoft.AspNetCore.Mvc;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Whom it happened to. An employee who asks about a child is a professional from here on.</summary>
public sealed class WhoModel() : ReportQuestion("hvem")
{
    [BindProperty]
    public string? Who { get; set; }

    public IReadOnlyList<string> Choices => Audience switch
    {
        "parent" => ["my-child", "other-child", "me", "unsure"],
        "staff" => ["me", "colleague", "child", "unsure"],
        _ => ["me", "other", "unsure"],
    };

    public void OnGet() => Who = Answers.AffectedIs;

    public async Task<IActionResult> OnPostAsync()
    {
        if (Who is null || !Choices.Contains(Who))
        {
            ModelState.AddModelError(nameof(Who), T["report.who.missing"]);
            return Page();
        }

        return await SaveAsync(answers => answers with
        {
            AffectedIs = Who,
            Role = Audience == "staff" ? (Who == "child" ? "professional" : "employee") : answers.Role,
        });
    }
}
