using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Begins and ends an exercise. It runs in the same screens, marked, and nobody outside hears of it.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class DrillPageModel : StaffPage
{
    private IReadOnlyDictionary<AccountId, string> names = new Dictionary<AccountId, string>();

    [BindProperty]
    public Guid DrillId { get; set; }

    [BindProperty]
    public string? Scenario { get; set; }

    public IReadOnlyList<PrepDrill> All { get; private set; } = [];

    public PrepDrill? Running => All.FirstOrDefault(one => one.EndedAt is null);

    public string NameOf(AccountId account) => names.GetValueOrDefault(account, "–");

    public string TitleOf(string scenario) => DrillScenario.All.FirstOrDefault(one => one.Key == scenario)?.Title.In(Texts.Language.Culture) ?? scenario;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        DrillId = Guid.CreateVersion7();
        await ReadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var begun = await DrillMode.BeginAsync(Town, Me, DrillId, Scenario ?? "", cancel);
        if (begun.TryGet(out _, out var error))
        {
            return Saved("/beredskab", "saved.prepdrill");
        }

        Refuse(nameof(Scenario), error);
        await ReadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(CancellationToken cancel)
    {
        var ended = await DrillMode.EndAsync(Town, Me, cancel);
        if (ended.IsOk)
        {
            return Saved("/beredskab/oevelse", "saved.drill.ended");
        }

        Refuse("", ended.Error);
        await ReadAsync(cancel);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        All = await DrillMode.ListAsync(Town, Me, cancel);
        names = await Names.OfAsync(Town, All.Select(one => one.BegunBy), cancel);
    }
}
