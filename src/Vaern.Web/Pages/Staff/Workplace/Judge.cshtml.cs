using Microsoft.AspNetCore.Mvc;
using Vaern.App.Workplace;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>The guide: signs, what they point at, what is chosen and why. It says «may be», never «is».</summary>
public sealed class JudgeModel : WorkplacePage
{
    [BindProperty]
    public List<string> Signs { get; set; } = [];

    [BindProperty]
    public string? Level { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>What the ticked signs point at; null before they were sent.</summary>
    public string? Suggestion { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        Id = Guid.CreateVersion7();
        return Page();
    }

    /// <summary>Shows what the signs point at; nothing is saved.</summary>
    public async Task<IActionResult> OnPostSuggestAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        Suggestion = Assessment.Suggest(Signs);
        Level ??= Suggestion;
        ModelState.Remove(nameof(Level));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        Suggestion = Assessment.Suggest(Signs);
        var judged = await Assessment.JudgeAsync(Town, Me, Case.Id, Id, Signs, Level ?? "", Reason ?? "", cancel);
        return After(judged, "arbejdsplads", "saved.judged", code => code == "assessment.level-missing" ? nameof(Level) : nameof(Reason));
    }
}
