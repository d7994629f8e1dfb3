using Microsoft.AspNetCore.Mvc;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>A chapter of the draft. Two who write at once both see what the other wrote.</summary>
public sealed class ChapterModel : UnitPlanPage
{
    [FromRoute(Name = "kapitel")]
    public string? ChapterKey { get; set; }

    [BindProperty(Name = "svar")]
    public Dictionary<string, string?> Answers { get; set; } = [];

    [BindProperty]
    public int Version { get; set; }

    /// <summary>The chapter to go on with after saving; empty goes back to the plan.</summary>
    [BindProperty(Name = "videre")]
    public string? GoOn { get; set; }

    public PlanChapter Chapter { get; private set; } = null!;

    /// <summary>What somebody else saved meanwhile.</summary>
    public SavedChapter? Theirs { get; private set; }

    public string TheirName { get; private set; } = "";

    public int Position => Plan.Template.Chapters.ToList().IndexOf(Chapter) + 1;

    public PlanChapter? Next => Plan.Template.Chapters.ElementAtOrDefault(Position);

    public bool MayEdit => MayWrite && Plan.Open is { State: "draft" } open && (open.Amends is null || open.Amends.Contains(Chapter.Key));

    public BothVersions Both => new([.. Chapter.Questions.Select(question => (question.Title.In(Texts.Language.Culture), (string?)Theirs![question.Key], Answers.GetValueOrDefault(question.Key)))]);

    public string Shown(string question) => Answers.GetValueOrDefault(question) ?? "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var saved = (Plan.OpenText ?? Plan.InForceText)?.Chapter(Chapter.Key);
        Answers = Chapter.Questions.ToDictionary(question => question.Key, question => saved?[question.Key]);
        Version = saved?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var typed = Answers.ToDictionary(pair => pair.Key, pair => pair.Value ?? "");
        var saved = await SaveChapter.HandleAsync(Town, Me, UnitId, Kind, Chapter.Key, typed, Version, cancel);
        if (saved.TryGet(out _, out var error))
        {
            return Saved(Plan.Template.Chapter(GoOn) is { } next ? $"{Address}/kapitel/{next.Key}" : Address, "saved.unitplan.chapter", Chapter.Title.In(Texts.Language.Culture));
        }

        if (error.Code == "unit-plan.chapter-stale" && Plan.OpenText is { } text)
        {
            Theirs = text.Chapter(Chapter.Key);
            TheirName = Theirs.By is { } by ? await Town.Staff.NameAsync(by, cancel) : "–";
            Version = Theirs.Version;
            ModelState.Remove(nameof(Version));
        }

        return Again("", error);
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || Plan.Template.Chapter(ChapterKey) is not { } chapter)
        {
            return false;
        }

        Chapter = chapter;
        return true;
    }
}
