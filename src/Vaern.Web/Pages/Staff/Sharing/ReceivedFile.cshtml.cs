using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Web.Documents;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>What was received, as PDF/UA, DOCX or plain text.</summary>
[Needs(Permission.WorkOnCases)]
public sealed class ReceivedFileModel(DocumentFiles files) : StaffPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, string format, CancellationToken cancel)
    {
        if (!(await HandOverInbox.OpenAsync(Town, Me, id, cancel)).TryGet(out var one, out _) || one.Extract is not { } text)
        {
            return NotFound();
        }

        var blocks = HandOverExtract.Read(text);
        var purpose = blocks.FirstOrDefault(block => block is { Kind: "fact", Label: "Formål" })?.Text ?? "";
        return await files.AnswerAsync(ExtractDocument.Of(blocks, Town.Name, one.Number, purpose, one.ExtractSha256!), format, $"uddrag-{one.Number}", cancel) ?? NotFound();
    }
}
