using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Which school or workplace. "Do not know" goes to the municipality's own team.</summary>
public sealed class PlaceModel() : ReportQuestion("sted")
{
    [BindProperty]
    public string? Chosen { get; set; }

    public IEnumerable<SelectListItem> Items
    {
        get
        {
            var schools = new SelectListGroup { Name = T["report.place.schools"] };
            var others = new SelectListGroup { Name = T["report.place.others"] };
            return Choosable
                .OrderBy(unit => unit.Kind != "school")
                .Select(unit => new SelectListItem(unit.Name, unit.Id.Value.ToString()) { Group = unit.Kind == "school" ? schools : others });
        }
    }

    private IEnumerable<Unit> Choosable => Municipality.Units.All.Where(unit => unit is { Open: true, Code: not null });

    public void OnGet() => Chosen = Answers.Unit?.ToString();

    public Task<IActionResult> OnPostAsync()
    {
        var unit = Choosable.FirstOrDefault(unit => unit.Id.Value.ToString() == Chosen);
        return SaveAsync(answers => answers with { Unit = unit?.Id.Value });
    }
}
