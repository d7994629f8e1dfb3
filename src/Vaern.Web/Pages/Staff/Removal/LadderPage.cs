using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Removal;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>What should come down, with every rung that was tried for it, and how long it took.</summary>
public abstract class LadderPage : StaffPage
{
    private LadderOwner? owner;

    /// <summary>Whose ladder it is; read before anything is shown.</summary>
    public LadderOwner Owner => owner!;

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

        var added = await Owner.AddAsync(Id, Platform ?? "", new ContentBody(Link ?? "", What ?? "", posted), cancel);
        return added.TryGet(out _, out var error)
            ? Saved($"{Owner.Address}/fjernelse", "saved.removal.added")
            : Again(error.Code switch { "removal.platform-missing" => nameof(Platform), "removal.link-missing" => nameof(Link), "removal.time" => nameof(PostedAt), _ => nameof(What) }, error);
    }

    /// <summary>The content is gone without an answer: somebody looked, and it was not there.</summary>
    public async Task<IActionResult> OnPostGoneAsync(Guid content, CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var gone = await Owner.GoneAsync(content, cancel);
        return gone.TryGet(out _, out var error) ? Saved($"{Owner.Address}/fjernelse", "saved.removal.gone") : Again("", error);
    }

    /// <returns>Null where there is no such owner, or none for this person.</returns>
    protected abstract Task<LadderOwner?> FindOwnerAsync(CancellationToken cancel);

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        owner = await FindOwnerAsync(cancel);
        Contents = owner is null ? [] : await owner.ListAsync(cancel);
        return owner is not null;
    }

    private IActionResult Again(string field, Error error)
    {
        if (error.Code == "case.not-found")
        {
            return NotFound();
        }

        Refuse(field, error);
        return Page();
    }
}
