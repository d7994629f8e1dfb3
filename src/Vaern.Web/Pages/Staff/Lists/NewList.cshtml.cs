using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Families;
using Vaern.Web.Hosting;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Lists;

/// <summary>Takes a list in, or a newer fetch of one. It holds lines of text; pictures have no way in here.</summary>
[Needs(Permission.KeepHashLists)]
[ReadsOwnForm]
[IgnoreAntiforgeryToken]
public sealed class NewListModel : StaffPage
{
    private const int ShownRefusals = 20;

    /// <summary>The list that this is a newer fetch of.</summary>
    [FromQuery(Name = "liste")]
    public Guid? List { get; set; }

    public string? Lines => null;

    public string? Name { get; private set; }

    public string? Owner { get; private set; }

    public string? Purpose { get; private set; }

    public string? LegalBasis { get; private set; }

    public string? Licence { get; private set; }

    public string? Checkpoint { get; private set; }

    public string? Signature { get; private set; }

    public bool Ordinary { get; private set; }

    public int Version { get; private set; }

    /// <summary>What was taken in, with the lines that were refused; null before.</summary>
    public ImportedList? Done { get; private set; }

    public IEnumerable<string> Refusals => (Done?.Refused ?? []).Take(ShownRefusals).Select(line => Texts["lists.refused.line", line.Line, Texts[$"lists.why.{line.Reason}"]]);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (List is not { } id)
        {
            return Page();
        }

        if ((await HashLists.AllAsync(Town, Me, cancel)).FirstOrDefault(list => list.Id == id && list.WithdrawnAt is null) is not { } known)
        {
            return NotFound();
        }

        (Name, Owner, Purpose, LegalBasis, Licence, Version) = (known.About.Name, known.About.Owner, known.About.Purpose, known.About.LegalBasis, known.About.Licence, known.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await UploadForm.BeginAsync(HttpContext, HashLists.MostBytes + (1 << 20)) is not { } form)
        {
            return BadRequest();
        }

        (Name, Owner, Purpose, LegalBasis) = (form["Name"], form["Owner"], form["Purpose"], form["LegalBasis"]);
        (Licence, Checkpoint, Signature, Ordinary) = (form["Licence"], form["Checkpoint"], form["Signature"], form["Ordinary"] == "true");
        Version = int.TryParse(form["Version"], out var version) ? version : 0;
        await foreach (var file in form.FilesAsync())
        {
            // The reader asks line by line and does not wait; the whole list is small enough to be held.
            using var text = new MemoryStream();
            await file.Content.CopyToAsync(text, cancel);
            text.Position = 0;
            var about = new ListAbout(Clean(Name), Clean(Owner), Clean(Purpose), Clean(LegalBasis), Clean(Licence), Blank(Checkpoint), Blank(Signature));
            var taken = await HashLists.ImportAsync(Town, Me, List, about, Ordinary, text, Version, cancel);
            if (taken.TryGet(out var done, out var error))
            {
                Done = done;
                return Page();
            }

            if (error.Code is "list.not-found" or "list.not-allowed")
            {
                return NotFound();
            }

            if (error.Code == "list.empty")
            {
                ModelState.AddModelError(nameof(Lines), Texts["fault.list.empty", error.Message]);
            }
            else
            {
                Refuse(error.Code switch { "list.restricted" => nameof(Ordinary), _ => "" }, error);
            }

            return Page();
        }

        Refuse(nameof(Lines), "fault.list.file");
        return Page();
    }

    private static string Clean(string? text) => text?.Trim() ?? "";

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
