using Microsoft.AspNetCore.Mvc;
using Vaern.App.Sharing;
using Vaern.Web.Documents;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>The frozen extract as PDF/UA, DOCX or plain text. A draft has no file: what nobody has approved is not carried about.</summary>
public sealed class HandOverFileModel(DocumentFiles files) : DraftPage
{
    public async Task<IActionResult> OnGetAsync(string format, CancellationToken cancel)
    {
        if (!await ReadHandOverAsync(cancel) || Found.State is "draft" or "recalled" || await HandOverPreview.FrozenAsync(Town, Me, Case.Id, Id, cancel) is not { } text)
        {
            return NotFound();
        }

        var sha256 = Found.Body.Parts.Single(part => part.Label == HandOverBody.Extract).Sha256!;
        var paper = ExtractDocument.Of(HandOverExtract.Read(text), Town.Name, Found.Number, Found.Body.Purpose, sha256);
        return await files.AnswerAsync(paper, format, $"uddrag-{Found.Number ?? "kladde"}", cancel) ?? NotFound();
    }
}
