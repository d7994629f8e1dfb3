using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>What happened, in own words: the one text that must be there.</summary>
public sealed class StoryModel() : ReportQuestion("fortael")
{
    [BindProperty]
    public string? Story { get; set; }

    /// <summary>The button that leads to advice; what was typed is kept.</summary>
    [BindProperty(Name = "hjaelp")]
    public string? Help { get; set; }

    public void OnGet() => Story = Answers.Story;

    public async Task<IActionResult> OnPostAsync()
    {
        var story = Clean(Story);
        if (story is null && Help is null)
        {
            ModelState.AddModelError(nameof(Story), T["report.story.missing"]);
        }

        CheckLength(story, nameof(Story), ReportContent.StoryLimit);
        if (Help is not null && ModelState.IsValid)
        {
            await Drafts.SaveAsync(Municipality, Token, answers => answers with { Story = story }, HttpContext.RequestAborted);
            return To(ReportFlow.Help);
        }

        return ModelState.IsValid ? await SaveAsync(answers => answers with { Story = story }) : Page();
    }
}
