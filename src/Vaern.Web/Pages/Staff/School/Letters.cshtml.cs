using Microsoft.AspNetCore.Mvc;
using Vaern.App.Plans;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>The letters of a case, and which can be written.</summary>
public sealed class LettersModel : CasePage
{
    public IReadOnlyList<Letter> Letters { get; private set; } = [];

    /// <summary>Where a parent is suspected, the affected child's parents get no letter.</summary>
    public IEnumerable<string> Kinds => App.Plans.Letters.Kinds.Where(kind => !Case.ParentSuspected || kind is "alleged-parents" or "class" or "shared");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        Letters = await App.Plans.Letters.ListAsync(Town, Me, Case.Id, cancel);
        return Page();
    }
}
