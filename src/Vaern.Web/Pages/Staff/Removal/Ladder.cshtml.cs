using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Removal;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>What should come down, with every rung that was tried for it, and how long it took.</summary>
public sealed class LadderModel : CasePage, ILadderPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Platform { get; set; }

    [BindProperty]
    public string? Link { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? PostedAt { get; set; }

    public IReadOnlyList<ContentView> Contents { get; private set; } = [];

    public IEnumerable<SelectListItem> Platforms => Rung.Platforms.Select(one => new SelectListItem(Texts[$"platform.{one}"], one));

    public string OwnerNumber => Case.Number;

    public bool Restricted => Case.Restricted;

    public string SourceOf(string rule) => Clocks.Source(Town.Law.Find(rule).Value, Case.RuleSet);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        Id = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(PostedAt).TryGet(out var posted, out var unreadable))
        {
            return Again(nameof(PostedAt), unreadable);
        }

        var added = await CaseRemoval.AddAsync(Town, Me, Case.Id, Id, Platform ?? "", new ContentBody(Link ?? "", What ?? "", posted), cancel);
        return added.TryGet(out _, out var error)
            ? Saved($"{Address}/fjernelse", "saved.removal.added")
            : Again(error.Code switch { "removal.platform-missing" => nameof(Platform), "removal.link-missing" => nameof(Link), "removal.time" => nameof(PostedAt), _ => nameof(What) }, error);
    }

    /// <summary>The content is gone without an answer: somebody looked, and it was not there.</summary>
    public async Task<IActionResult> OnPostGoneAsync(Guid content, CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var gone = await CaseRemoval.GoneAsync(Town, Me, Case.Id, content, null, cancel);
        return gone.TryGet(out _, out var error) ? Saved($"{Address}/fjernelse", "saved.removal.gone") : Again("", error);
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Contents = await CaseRemoval.ListAsync(Town, Me, Case.Id, cancel);
        return true;
    }
}
