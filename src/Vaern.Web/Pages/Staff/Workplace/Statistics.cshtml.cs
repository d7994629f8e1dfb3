using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Workplace;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>Incidents that were followed up, by form: the whole municipality from five on, one's own group as form and month.</summary>
[Needs(Permission.SeeWorkplaceFigures)]
public sealed class StatisticsModel : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "aar")]
    public int? Year { get; set; }

    public MedYear Figures { get; private set; } = null!;

    public IReadOnlyList<(string Unit, IReadOnlyList<MedEvent> Events)> Own { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Year = Math.Clamp(Year ?? When.Today.Year, 2020, When.Today.Year);
        Figures = await MedFigures.YearAsync(Town, Year.Value, cancel);
        var own = new List<(string, IReadOnlyList<MedEvent>)>();
        foreach (var unit in Me.Posts.Select(post => Town.Units.Find(post.Unit)).OfType<Unit>().Where(unit => unit.Kind != "municipality").Distinct())
        {
            if ((await MedFigures.OfUnitAsync(Town, Me, unit.Id, cancel)).TryGet(out var events, out _))
            {
                own.Add((unit.Name, events));
            }
        }

        Own = own;
        return Page();
    }
}
