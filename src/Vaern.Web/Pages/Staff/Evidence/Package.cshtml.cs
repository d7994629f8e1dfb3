using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Pages.Staff.Sharing;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>Evidence packages of a case: asked for with a purpose, made in the background, fetched when ready.</summary>
public sealed class PackageModel : CasePage
{
    /// <summary>Chosen by the form, so that pressing twice asks once.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    public bool May => Case.MayWrite && Me.Can(Permission.ExportCases, Case.Unit);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        return await ReadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var asked = await MakePackage.AskAsync(Town, Me, Case.Id, Id, Purpose ?? "", cancel);
        return asked.TryGet(out _, out var error) ? Saved($"{Address}/pakke", "saved.package") : Again(error.Code == "package.purpose-missing" ? nameof(Purpose) : "", error);
    }

    /// <summary>Hands the package out; the custody chain says to whom and when.</summary>
    /// <param name="part">Which file of a package that is several; null for one that is one.</param>
    public async Task<IActionResult> OnPostFetchAsync(Guid package, int? part, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !May || Case.Packages.FirstOrDefault(found => found.Id == package) is not { State: "ready" } found)
        {
            return NotFound();
        }

        var files = new FetchFiles("", found.Number, found.Parts);
        return await files.SendAsync(Response, part, body => MakePackage.CopyAsync(Town, Me, Case.Id, package, part, body, cancel));
    }
}
