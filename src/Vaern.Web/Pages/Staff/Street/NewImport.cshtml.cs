using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;
using Vaern.Web.Hosting;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Hands in an export of a public channel. The words come first, so that what may not be taken is refused before a byte of the file is read.</summary>
[Needs(Permission.ImportUnderMandates)]
[ReadsOwnForm]
[IgnoreAntiforgeryToken]
public sealed class NewImportModel : StreetPage
{
    private const int FormAround = 1 << 20;

    public Guid Id { get; private set; }

    /// <summary>Mandate and source, as <c>id:id</c>.</summary>
    public string? Source { get; private set; }

    public string? Address { get; private set; }

    public string? Export => null;

    public IReadOnlyList<Mandate> Running { get; private set; } = [];

    public IEnumerable<SelectListItem> Sources => Running.SelectMany(mandate =>
    {
        var group = new SelectListGroup { Name = $"{mandate.Number} {mandate.Body.Title}" };
        return mandate.Sources.Select(source => new SelectListItem($"{source.Label} {source.Name}", $"{mandate.Id}:{source.Id}") { Group = group });
    });

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        await ReadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await UploadForm.BeginAsync(HttpContext, ImportSpool.MostBytes + FormAround) is not { } form)
        {
            return BadRequest();
        }

        await ReadAsync(cancel);
        (Id, Source, Address) = (Guid.TryParse(form["Id"], out var id) ? id : Guid.CreateVersion7(), form["Source"], form["Address"]);
        var parts = (Source ?? "").Split(':');
        if (parts.Length != 2 || !Guid.TryParse(parts[0], out var mandate) || !Guid.TryParse(parts[1], out var source))
        {
            Refuse(nameof(Source), "fault.import.source");
            return Page();
        }

        var asked = new NewImport(Id, mandate, source, Address?.Trim() ?? "");
        await foreach (var file in form.FilesAsync())
        {
            return (await ReceiveImport.RunAsync(Town, Me, asked, file.Content, cancel)).TryGet(out var number, out var error)
                ? Saved($"/gadeplan/data/{number}", "import.saved", number)
                : Refused(error);
        }

        // Without a file, what else is wrong is said all the same.
        return (await ReceiveImport.MayAsync(Town, Me, asked, cancel)).TryGet(out _, out var wrong) ? Refused(new Error("import.empty", "No file.")) : Refused(wrong);
    }

    private IActionResult Refused(Error error)
    {
        if (IsHidden(error))
        {
            return NotFound();
        }

        // An invitation is not shown again either.
        Address = error.Code == "link.closed-group" ? null : Address;
        // A new try is another import.
        Id = Guid.CreateVersion7();
        Refuse(error.Code switch { "import.source" => nameof(Source), "import.empty" or "import.too_large" or "import.broken-off" => nameof(Export), _ when error.Code.StartsWith("link.", StringComparison.Ordinal) => nameof(Address), _ => "" }, error);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel) => Running = [.. (await MandateList.AllAsync(Town, Me, cancel)).Where(mandate => mandate.StateOn(When.Today) == "active")];
}
