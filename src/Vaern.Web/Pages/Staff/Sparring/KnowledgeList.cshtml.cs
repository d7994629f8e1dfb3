using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Learning.Knowledge;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>What the municipality has added, and how the shared texts stand here.</summary>
public sealed class KnowledgeListModel : SparringPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Sheet { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    public string HalfAYear => When.Today.AddMonths(6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public IReadOnlyList<KnowledgeItem> Items { get; private set; } = [];

    /// <summary>Those that have stopped holding first.</summary>
    public IReadOnlyList<SheetStanding> Standings { get; private set; } = [];

    public string StateOf(KnowledgeItem item) => item.State switch
    {
        "draft" => Texts["knowledge.state.draft", When.NearDay(DateOnly.FromDateTime(Time.TimeText.Local(item.ReviewBy).DateTime))],
        "withdrawn" => Texts["knowledge.state.withdrawn"],
        _ when item.IsExpired(When.Today) => Texts["sheet.expired", When.Date(item.ExpiresOn!.Value)],
        _ => Texts["knowledge.state.published", When.Date(item.ExpiresOn!.Value)],
    };

    public Task OnGetAsync(CancellationToken cancel) => ReadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var until = DateOnly.TryParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default;
        if ((await Reviews.ReviewAsync(Town, Me, Sheet ?? "", Id, until, cancel)).TryGet(out _, out var error))
        {
            return Saved("/sparring/viden", "saved.knowledge.reviewed");
        }

        if (IsHidden(error))
        {
            return NotFound();
        }

        Refuse("", error);
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Items = await KnowledgeItems.ListAsync(Town, Me, cancel);
        Standings = [.. (await Reviews.StandingsAsync(Town, cancel)).Values.OrderBy(standing => !standing.IsExpired(When.Today)).ThenBy(standing => standing.Sheet.Name, StringComparer.Ordinal)];
    }
}
