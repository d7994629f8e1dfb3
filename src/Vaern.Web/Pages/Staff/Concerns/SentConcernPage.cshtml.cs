using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Concerns;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Concerns;

/// <summary>What the sender of a concern sees afterwards: who was called and who took it. Not what it says: that is the duty's.</summary>
[WordsOnly]
public sealed class SentConcernPageModel : StaffPage
{
    private readonly Dictionary<AccountId, string> names = [];

    [BindProperty]
    public string? Answered { get; set; }

    public SentConcern One { get; private set; } = null!;

    public bool FromStreet => Me.Can(Permission.WorkOnTheStreet);

    public string UnitName => Town.Units.Find(One.Unit)?.Name ?? "";

    /// <summary>The number of the municipality's duty line, where an editor has filled it in (CT-03).</summary>
    public string? Phone => Town.Law.Contact("CT-03").Phone;

    public string? First => One.Attempts.FirstOrDefault(attempt => attempt.Place == 1) is { } attempt ? NameOf(attempt.Account).Split(' ')[0] : null;

    public string? Second => One.Attempts.FirstOrDefault(attempt => attempt.Place == 2) is { } attempt ? NameOf(attempt.Account).Split(' ')[0] : null;

    public string NameOf(AccountId account) => names.GetValueOrDefault(account, "–");

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel) => await ReadAsync(nr, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string nr, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        if ((await ConcernDesk.CalledAsync(Town, Me, nr, Answered ?? "", cancel)).TryGet(out _, out var error))
        {
            return Saved($"/sager/bekymring/{nr}", "concern.saved.called");
        }

        Refuse(nameof(Answered), error);
        return Page();
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (!(await ConcernDesk.OwnAsync(Town, Me, nr, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        One = found;
        foreach (var (account, name) in await Town.Staff.NamesAsync(found.Attempts.Select(attempt => attempt.Account), cancel))
        {
            names[account] = name;
        }

        return true;
    }
}
