using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.App.StreetWork.Imports;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Data sets under the mandates: imports, reading lists, samples and reports, the latest first.</summary>
[Needs(Permission.ImportUnderMandates, Permission.AdviseOnMandates)]
public sealed class ImportsModel : StreetPage
{
    private static readonly string[] Shown = ["import", "list", "sample", "report"];

    [BindProperty(SupportsGet = true)]
    public string? Filter { get; set; }

    [BindProperty(SupportsGet = true, Name = "side")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Dataset> Lines { get; private set; } = [];

    public bool More { get; private set; }

    /// <summary>A mandate runs, so that something may be handed in.</summary>
    public bool MayImport { get; private set; }

    public IEnumerable<SelectListItem> Kinds => Choices(Shown, code => Texts[$"dataset.kind.{code}"]);

    public static string ToneOfState(string state) => state switch { "done" => "done", "refused" or "broken" => "late", "deleted" => "plain", _ => "wait" };

    public async Task OnGetAsync(CancellationToken cancel)
    {
        PageNumber = Math.Clamp(PageNumber, 1, 10_000);
        (Lines, More) = await DatasetList.PageAsync(Town, Me, Shown.Contains(Filter) ? Filter : null, PageNumber, cancel);
        MayImport = Me.Can(Permission.ImportUnderMandates) && (await MandateList.AllAsync(Town, Me, cancel)).Any(mandate => mandate.StateOn(When.Today) == "active");
        await KnowAsync(Lines.Select(line => line.Made).OfType<AccountId>(), cancel);
    }
}
