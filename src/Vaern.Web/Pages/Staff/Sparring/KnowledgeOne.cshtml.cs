using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Learning.Knowledge;
using Vaern.Data;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>An item of the municipality's own: read by all staff when it is published, reviewed by another of the team than its author.</summary>
public sealed class KnowledgeOneModel : KnowledgeForm
{
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    public KnowledgeItem Item { get; private set; } = null!;

    public string AuthorName { get; private set; } = "";

    public string ReviewerName { get; private set; } = "";

    public string ReviewRule => Texts["sparring.promise.rule", Town.Law.Find("GOAL-KNOWLEDGE-REVIEW").Value.Title.In(Texts.Language.Culture), Town.Law.RuleSet];

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        (Heading, Text, Source, Audience, Beside) = (Item.Words.Title, Item.Words.Text, Item.Words.Source, Item.Audience, Item.Beside);
        Until = When.Today.AddMonths(6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostReviewAsync(string nr, CancellationToken cancel)
    {
        var until = DateOnly.TryParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default;
        return await AnswerAsync(nr, await KnowledgeItems.ReviewAsync(Town, Me, nr, until, Version, cancel), "saved.knowledge.published", cancel);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string nr, CancellationToken cancel) =>
        await AnswerAsync(nr, await KnowledgeItems.WithdrawAsync(Town, Me, nr, Version, cancel), "saved.knowledge.withdrawn", cancel);

    public async Task<IActionResult> OnPostChangeAsync(string nr, CancellationToken cancel) =>
        await AnswerAsync(nr, await KnowledgeItems.ChangeAsync(Town, Me, nr, Words, Audience ?? "", Beside, NotAName, Version, cancel), "saved.knowledge", cancel);

    private async Task<IActionResult> AnswerAsync(string nr, Result<string> result, string saved, CancellationToken cancel)
    {
        if (result.TryGet(out var number, out var error))
        {
            return Saved($"/sparring/viden/{number}", saved, number);
        }

        if (IsHidden(error) || !await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        if (error.Code == "knowledge.expires")
        {
            Refuse(nameof(Until), error);
        }
        else
        {
            Refused(error);
        }

        return Page();
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (!(await KnowledgeItems.OneAsync(Town, Me, nr, cancel)).TryGet(out var item, out _))
        {
            return false;
        }

        Item = item;
        AuthorName = await Town.Staff.NameAsync(item.Author, cancel);
        ReviewerName = item.Reviewer is { } reviewer ? await Town.Staff.NameAsync(reviewer, cancel) : "";
        return true;
    }
}
