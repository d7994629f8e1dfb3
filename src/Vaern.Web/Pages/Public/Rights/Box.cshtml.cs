using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Rights;
using Vaern.App.Sharing;
using Vaern.Web.Api;
using Vaern.Web.Documents;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Rights;

/// <summary>Six words open the request. Nothing is kept in the browser: a sealed key that lasts twenty minutes stands in the forms of the page and nowhere else.</summary>
public sealed class BoxModel(CurrentMunicipality current, ReceiptGuard guard, DocumentFiles files, IDataProtectionProvider protection, TimeProvider clock, Texts texts) : PageModel
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(20);
    private readonly IDataProtector keys = protection.CreateProtector("vaern.rights.1");

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Key { get; set; }

    [BindProperty]
    public string? Format { get; set; }

    [BindProperty]
    public bool Decision { get; set; }

    [BindProperty]
    public Guid Token { get; set; }

    [BindProperty]
    public Guid? Part { get; set; }

    [BindProperty]
    public string? Statement { get; set; }

    public RightsMailbox? Found { get; private set; }

    public bool Said { get; private set; }

    public IReadOnlyList<ExtractBlock> Blocks => Found?.Answer is { } text ? HandOverExtract.Read(text) : [];

    public IEnumerable<SelectListItem> Parts => Found?.Parts.Select(part => new SelectListItem(part.Label, part.Hit.ToString())) ?? [];

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var found = await RightsMailboxes.FindAsync(current.Value, Words, cancel);
        if (found.TryGet(out var id, out var error))
        {
            Words = null;
            ModelState.Clear();
            return await ShowAsync(id, cancel);
        }

        ModelState.AddModelError(nameof(Words), texts[guard.MayAnswer(current.Value.Slug) ? error.Code.Replace("receipt.", "answer.", StringComparison.Ordinal) : "answer.wait"]);
        return Page();
    }

    public async Task<IActionResult> OnPostFileAsync(CancellationToken cancel)
    {
        if (Opened() is not { } id || !(await RightsMailboxes.OpenAsync(current.Value, id, cancel)).TryGet(out var box, out _) || (Decision ? box.Decision : box.Answer) is null)
        {
            return Redirect($"{Request.PathBase}/indsigt/svar");
        }

        Response.Headers.CacheControl = "no-store";
        var paper = Decision ? RightsPapers.Decision(box, current.Value.Name) : RightsPapers.Answer(box, current.Value.Name);
        return await files.AnswerAsync(paper, Format ?? "", $"{(Decision ? "afgoerelse" : "svar")}-{box.Number}", cancel) ?? await ShowAsync(id, cancel);
    }

    public async Task<IActionResult> OnPostContestAsync(CancellationToken cancel)
    {
        if (Opened() is not { } id)
        {
            return Redirect($"{Request.PathBase}/indsigt/svar");
        }

        var said = await RightsMailboxes.ContestAsync(current.Value, id, Part ?? Guid.Empty, Statement ?? "", Token, cancel);
        if (said.IsOk)
        {
            (Said, Statement, Part) = (true, null, null);
            ModelState.Clear();
        }
        else
        {
            ModelState.AddModelError(said.Error.Code == "rights.part" ? nameof(Part) : nameof(Statement), texts[$"fault.{said.Error.Code}"]);
        }

        return await ShowAsync(id, cancel);
    }

    private async Task<IActionResult> ShowAsync(Guid id, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        Found = (await RightsMailboxes.OpenAsync(current.Value, id, cancel)).TryGet(out var box, out _) ? box : null;
        ModelState.Remove(nameof(Key));
        ModelState.Remove(nameof(Token));
        Key = keys.Protect(string.Create(CultureInfo.InvariantCulture, $"{id:N} {(clock.GetUtcNow() + Life).ToUnixTimeSeconds()} {current.Value.Slug}"));
        Token = Guid.CreateVersion7();
        return Page();
    }

    private Guid? Opened()
    {
        try
        {
            return keys.Unprotect(Key ?? "").Split(' ') is [var id, var ends, var slug] && slug == current.Value.Slug
                && long.Parse(ends, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds() ? Guid.ParseExact(id, "N") : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
