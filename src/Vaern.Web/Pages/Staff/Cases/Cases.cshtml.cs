using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>The cases a person can see, a page at a time, the last touched first.</summary>
public sealed class CasesModel : StaffPage
{
    /// <summary><c>aabne</c> (default), <c>lukkede</c> or <c>alle</c>.</summary>
    [BindProperty(SupportsGet = true, Name = "vis")]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "side")]
    public int Number { get; set; } = 1;

    public Page<CaseLine> Found { get; private set; } = new([], 1, false);

    public IReadOnlyDictionary<AccountId, string> Owners { get; private set; } = new Dictionary<AccountId, string>();

    public bool MayOpenCases => Me.Can(Permission.OpenCases);

    public bool? Open => Show switch { "lukkede" => false, "alle" => null, _ => true };

    /// <summary>A limit in days rings at the midnight that ends its last day; people are told the day.</summary>
    public string RingsOn(DateTimeOffset due) => TimeText.Local(due) is { TimeOfDay.Ticks: 0 } midnight
        ? When.NearDay(DateOnly.FromDateTime(midnight.DateTime).AddDays(-1))
        : When.Near(due);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Found = await CaseLists.CasesAsync(Town, Me, Open, Math.Clamp(Number, 1, 10_000), cancel);
        Owners = await Town.Staff.NamesAsync(Found.Lines.Select(line => line.Owner), cancel);
        return Page();
    }
}
