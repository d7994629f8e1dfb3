using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Phenomena by page and kind, and what is left of them in numbers.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates)]
public sealed class PhenomenaPageModel : StreetPage
{
    private const int Months = 6;

    [BindProperty(SupportsGet = true)]
    public string? Filter { get; set; }

    [BindProperty(SupportsGet = true, Name = "side")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Phenomenon> Lines { get; private set; } = [];

    public bool More { get; private set; }

    public IReadOnlyList<PhenomenonCount> Counts { get; private set; } = [];

    public IEnumerable<SelectListItem> Kinds => Choices(Phenomenon.Kinds, code => Texts[$"street.kind.{code}"]);

    public string Month(DateOnly day) => day.ToString("MMMM yyyy", Texts.Language.Culture);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        PageNumber = Math.Clamp(PageNumber, 1, 10_000);
        (Lines, More) = await PhenomenonList.PageAsync(Town, Me, Filter, PageNumber, cancel);
        Counts = await PhenomenonList.CountsAsync(Town, Me, new DateOnly(When.Today.Year, When.Today.Month, 1).AddMonths(-Months), cancel);
    }
}
