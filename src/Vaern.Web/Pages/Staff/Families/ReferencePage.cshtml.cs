using Microsoft.AspNetCore.Mvc;
using Vaern.App.Families;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Families;

/// <summary>Ties a case to others by the number that the police or a hotline gave, or takes it out again.</summary>
public sealed class ReferencePageModel : CasePage
{
    /// <summary>police or hotline.</summary>
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Reference { get; set; }

    /// <summary>The family to leave.</summary>
    [BindProperty]
    public string? Family { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<FamilyLine> Tied { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var tied = await LinkByReference.HandleAsync(Town, Me, Case.Id, Kind ?? "", Reference ?? "", cancel);
        return tied.TryGet(out var number, out var error)
            ? Saved($"/familier/{number}", "reference.saved", Case.Number)
            : Again(error.Code switch { "reference.kind" => nameof(Kind), "reference.form" => nameof(Reference), _ => "" }, error);
    }

    public async Task<IActionResult> OnPostUndoAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var undone = await LinkByReference.UndoAsync(Town, Me, Case.Id, Family ?? "", Reason ?? "", cancel);
        return undone.TryGet(out _, out var error)
            ? Saved($"{Address}#familier", "reference.undone")
            : IsHidden(error) ? NotFound() : Again(error.Code == "reason.missing" ? nameof(Reason) : "", error);
    }

    private async Task<bool> FindAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayWrite)
        {
            return false;
        }

        Tied = [.. (await FamiliesOfCase.ReadAsync(Town, Me, Case.Id, cancel)).Families.Where(family => family.Reference is not null)];
        return true;
    }
}
