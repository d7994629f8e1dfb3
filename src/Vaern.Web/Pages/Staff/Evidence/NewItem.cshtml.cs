using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Evidence;
using Vaern.Web.Hosting;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>
/// Adds a file, or a description of what is gone, to a case that may hold files. In a restricted case the page does not exist, and
/// whatever is sent to it is refused before a byte is read.
/// </summary>
[ReadsOwnForm]
[IgnoreAntiforgeryToken]
public sealed class NewItemModel(WebOptions options) : CasePage
{
    public string? Attached => null;

    public string? Kind { get; private set; } = AddEvidence.Kinds[0];

    public string? Words { get; private set; }

    /// <summary>How it was obtained: said by a person, never guessed.</summary>
    public string? Method { get; private set; }

    /// <summary>Who handed it in, as a role.</summary>
    public string? Giver { get; private set; }

    public string? Device { get; private set; }

    public string? KnownChanges { get; private set; }

    public IEnumerable<SelectListItem> Methods => AddEvidence.Methods.Select(method => new SelectListItem(Texts[$"item.method.{method}"], method));

    public IEnumerable<SelectListItem> Givers => AddEvidence.Givers.Select(giver => new SelectListItem(Texts[$"item.by.{giver}"], giver));

    public string? Account { get; private set; }

    public IEnumerable<SelectListItem> Kinds => AddEvidence.Kinds.Select(kind => new SelectListItem(Texts[$"evidence.kind.{kind}"], kind));

    public string? Description { get; private set; }

    public string? Link { get; private set; }

    public string? Platform { get; private set; }

    public string? PostedAt { get; private set; }

    public string? ObservedAt { get; private set; }

    public string? Gaps { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && MayWrite && !Case.Restricted ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayWrite)
        {
            return NotFound();
        }

        if (Case.Restricted)
        {
            await RefusedUpload.RecordAsync(Town, Me, Case.Number, cancel);
            return StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (await UploadForm.BeginAsync(HttpContext, options.LargestUpload) is not { } form)
        {
            return BadRequest();
        }

        (Description, Link, Platform, PostedAt, ObservedAt, Gaps) = (form["Description"], form["Link"], form["Platform"], form["PostedAt"], form["ObservedAt"], form["Gaps"]);
        (Kind, Words, Account) = (AddEvidence.Kinds.Contains(form["Kind"]) ? form["Kind"] : AddEvidence.Kinds[0], form["Words"], form["Account"]);
        (Method, Giver, Device, KnownChanges) = (form["Method"], form["Giver"], form["Device"], form["KnownChanges"]);
        if (!AddEvidence.Givers.Contains(Giver))
        {
            Refuse(nameof(Giver), "fault.evidence.giver");
            return Page();
        }

        if (!LocalMoment.Read(PostedAt).TryGet(out var posted, out var unreadable))
        {
            return Again(nameof(PostedAt), unreadable);
        }

        if (!LocalMoment.Read(ObservedAt).TryGet(out var observed, out unreadable))
        {
            return Again(nameof(ObservedAt), unreadable);
        }

        var role = Me.RoleIn(Case.Unit);
        var by = Giver == "staff" ? role : Giver!;
        var meta = new ItemMeta(
            "", null, Kind!, Blank(Description), Blank(Link), Blank(Platform), Blank(Account), observed, "stated", posted, Method ?? "", Blank(Device),
            Method switch { "screenshot-by-affected" => "affected-person", "screenshot-by-staff" => role, _ => by }, by, When.Now.ToUniversalTime(), "web-form",
            Blank(KnownChanges) ?? "none stated", Blank(Gaps) ?? "none stated");
        return Answer(await AddEvidence.HandleAsync(Town, Me, Case.Id, meta, Words, form.FilesAsync(), cancel));
    }

    private IActionResult Answer(Data.Result<IReadOnlyList<Guid>> added) => added.TryGet(out _, out var error)
        ? Saved($"{Address}#beviser", "saved.evidence")
        : Again(error.Code switch { "evidence.method" => nameof(Method), "evidence.empty" => nameof(Description), "evidence.text-too-long" or "evidence.text-kind" => nameof(Words), _ => nameof(Attached) }, error);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
