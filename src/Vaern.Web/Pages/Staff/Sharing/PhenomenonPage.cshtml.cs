using Microsoft.AspNetCore.Mvc;
using Vaern.App.Sharing;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>What a case teaches about the net, without anybody in it: to be copied into a mail or a meeting without a ground.</summary>
public sealed class PhenomenonPageModel : CasePage
{
    public PhenomenonNote Note { get; private set; } = null!;

    public string CategoryName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !(await Phenomenon.OfCaseAsync(Town, Me, Case.Id, cancel)).TryGet(out var note, out _))
        {
            return NotFound();
        }

        Note = note;
        CategoryName = ReportCategories.Find(note.Category) is { IsOk: true } known ? known.Value.Title.In(Texts.Language.Culture) : note.Category;
        return Page();
    }
}
