using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Cases;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Deadlines;

/// <summary>My deadlines across cases, what rings first first.</summary>
public sealed class DeadlinesModel : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "side")]
    public int Number { get; set; } = 1;

    public Page<DeadlineLine> Found { get; private set; } = new([], 1, false);

    public ClockWords Clocks => new(Texts, When);

    public IReadOnlyDictionary<AccountId, string> Owners { get; private set; } = new Dictionary<AccountId, string>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Found = await CaseLists.DeadlinesAsync(Town, Me, Math.Clamp(Number, 1, 10_000), cancel);
        Owners = await Town.Staff.NamesAsync(Found.Lines.Select(line => line.Owner), cancel);
        return Page();
    }
}
