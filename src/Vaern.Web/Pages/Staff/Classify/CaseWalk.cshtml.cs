using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Rules;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Classify;

/// <summary>The questions in a case that is open, for the first time or again. Nothing is kept before the last page is confirmed.</summary>
public sealed class CaseWalkModel : CasePage
{
    [BindProperty(SupportsGet = true, Name = "svar")]
    public string? Trail { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Choice { get; set; }

    [BindProperty(SupportsGet = true, Name = "frem")]
    public string? Forward { get; set; }

    /// <summary>The classification that stood when the outcome was shown; 0 when there was none.</summary>
    [BindProperty]
    public int Version { get; set; }

    public ClassificationWalk Walk { get; private set; } = ClassificationWalk.Follow(null, null);

    public OutcomeView? Outcome => Walk.Result(Town.Law) is { } result ? new OutcomeView(result, Town.Law) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayWrite)
        {
            return NotFound();
        }

        Follow();
        if (Forward is not null && string.IsNullOrEmpty(Choice) && Walk.Question is not null)
        {
            ModelState.AddModelError(nameof(Choice), Texts["classify.missing"]);
        }
        else
        {
            ModelState.Clear(); // the page shows the next question, not the answer to the last
        }

        Version = Case.Classification?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        Follow();
        var kept = await ClassifyCase.HandleAsync(Town, Me, Case.Id, Walk.Answers, Version, cancel);
        return kept.TryGet(out _, out var error) ? Saved($"{Address}/klassificering", "saved.classified") : Again("", error);
    }

    private void Follow() => Walk = ClassificationWalk.Follow(
        Trail, Choice, Case.Classification?.Result.Given.ToDictionary() ?? (Case.Reports.Count == 0 ? null : new Dictionary<string, string> { ["what"] = What() }));

    private string What() => ReportCategories.Find(Case.Category).TryGet(out var category, out _) ? category.What : "";
}
