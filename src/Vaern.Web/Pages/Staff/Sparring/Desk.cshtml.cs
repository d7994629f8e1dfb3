using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Sparring;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>The team's desk: what is due first, what has stopped holding, and who is told when an answer is late.</summary>
[Needs(Permission.AnswerSparring)]
public sealed class DeskModel : SparringPage
{
    [BindProperty(SupportsGet = true, Name = "vis")]
    public string? Shown { get; set; }

    [BindProperty(SupportsGet = true, Name = "side")]
    public int Number { get; set; } = 1;

    [BindProperty]
    public List<Guid> Leads { get; set; } = [];

    public bool Answered => Shown == "besvarede";

    public IReadOnlyList<SparringQuestion> Questions { get; private set; } = [];

    public IReadOnlyList<KeyValuePair<AccountId, string>> Candidates { get; private set; } = [];

    /// <summary>Titles of what waits for a review or has stopped holding.</summary>
    public IReadOnlyList<string> Due { get; private set; } = [];

    public Pager Pages { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        Leads = [.. (await ReadSparring.LeadsAsync(Town, Me, cancel)).Select(lead => lead.Value)];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if ((await AnswerSparring.SetLeadsAsync(Town, Me, [.. Leads.Select(lead => new AccountId(lead))], cancel)).TryGet(out _, out var error))
        {
            return Saved("/sparring/bord", "saved.sparring.leads");
        }

        Refuse(nameof(Leads), error);
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Number = Math.Clamp(Number, 1, 1000);
        var found = await ReadSparring.DeskAsync(Town, Me, Answered, Number - 1, cancel);
        (Questions, Pages) = ([.. found.Take(ReadSparring.PageSize)], new Pager(Answered ? "/sparring/bord?vis=besvarede" : "/sparring/bord", Number, found.Count > ReadSparring.PageSize));
        Candidates = [.. (await Town.Staff.NamesAsync(await ReadSparring.LeadCandidatesAsync(Town, Me, cancel), cancel)).OrderBy(pair => pair.Value, StringComparer.CurrentCulture)];
        Due =
        [
            .. (await Reviews.StandingsAsync(Town, cancel)).Values.Where(standing => standing.IsExpired(When.Today)).Select(standing => standing.Sheet.Title),
            .. (await KnowledgeItems.ListAsync(Town, Me, cancel)).Where(item => item.State == "draft" || item.IsExpired(When.Today)).Select(item => $"{item.Number} {item.Words.Title}"),
        ];
    }
}
