using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>The custody record of a case, or of one piece of evidence: to read, to print, and as PDF where the renderer is there.</summary>
public sealed class CustodyModel : CasePage
{
    /// <summary>The label of one piece of evidence; null for the whole case.</summary>
    [FromRoute(Name = "bevis")]
    public string? Label { get; set; }

    public CustodyRecord Record { get; private set; } = null!;

    public IReadOnlyList<CustodyLine> Lines { get; private set; } = [];

    public string Heading => Label is null ? Texts["custody.title", Case.Number] : Texts["custody.title.item", Label, Case.Number];

    public bool MayMakePdf => Town.SealKit?.Pdf is not null;

    public IHtmlContent Table => new HtmlString(CustodyTable.Write(Record, Lines, Texts, When));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadBothAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostPdfAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        var html = CustodyTable.Document(Heading, Town.Name, Record, Lines, Texts, When);
        if (Town.SealKit?.Pdf is not { } renderer || await renderer.RenderAsync(html, cancel) is not { } pdf)
        {
            Refuse("", "custody.no-pdf");
            return Page();
        }

        return File(pdf, "application/pdf", $"sporbarhed_{Case.Number}{(Label is null ? "" : "_" + Label)}.pdf");
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Label = Label?.ToUpperInvariant();
        if (Label is not null && Case.Items.All(item => item.Label != Label) && Case.Referrals.All(referral => referral.Label != Label))
        {
            return false;
        }

        Record = await CustodyRecord.ReadAsync(Town, Me, Case.Id, cancel);
        Lines = [.. Record.Lines.Where(line => Label is null || line.Item == Label || line.Detail.Any(one => one.Value == Label))];
        return true;
    }
}
