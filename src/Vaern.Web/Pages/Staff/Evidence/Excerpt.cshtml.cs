using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.App.Evidence.Previews;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>
/// The picture of a file: without a ticket as a blur, with one as a page of the copy, with places covered where the redaction asks for them. Never the file.
/// </summary>
public sealed class ExcerptModel : StaffPage
{
    [FromRoute(Name = "nr")]
    public string? Number { get; set; }

    /// <summary>The label of a piece of evidence, or the id of a report's file.</summary>
    [FromRoute(Name = "fil")]
    public string? Which { get; set; }

    [BindProperty(SupportsGet = true, Name = "billet")]
    public string? Ticket { get; set; }

    [BindProperty(SupportsGet = true, Name = "side")]
    public int Side { get; set; } = 1;

    /// <summary>Places to cover, in percent: <c>10-20-30-5,…</c>.</summary>
    [BindProperty(SupportsGet = true, Name = "felter")]
    public string? Places { get; set; }

    [BindProperty(SupportsGet = true, Name = "net")]
    public bool Grid { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var (number, which) = ((Number ?? "").ToUpperInvariant(), Which ?? "");
        if (await ShownFile.PlaceAsync(Town, Me, number, which, cancel) is not { } place)
        {
            return NotFound();
        }

        if (Ticket is null)
        {
            return Answer(await ShownFile.VeilAsync(Town, Me, place, cancel));
        }

        if (!ViewTicket.IsGood(HttpContext, Me, $"{number}/{which}", Ticket))
        {
            return NotFound();
        }

        return place is FilePlace.OfCase(var caseId, var label) && (Grid || Places is not null)
            ? Answer(await RedactItem.TryAsync(Town, Me, caseId, label, Side, RedactModel.Read(Places), Grid, cancel))
            : Answer(await ShownFile.PageAsync(Town, Me, place, Side, cancel));
    }

    private IActionResult Answer(Data.Result<PreviewPicture> made)
    {
        if (!made.TryGet(out var picture, out _))
        {
            return NotFound();
        }

        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return File(picture.Bytes, picture.MediaType);
    }
}
