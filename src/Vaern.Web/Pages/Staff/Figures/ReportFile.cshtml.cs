using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Insight.Figures;
using Vaern.Web.Documents;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Figures;

/// <summary>The report to the committee as PDF/UA, DOCX or text.</summary>
[Needs(Permission.SeeFigures)]
public sealed class ReportFileModel(DocumentFiles files) : StaffPage
{
    public async Task<IActionResult> OnGetAsync(string nr, string format, CancellationToken cancel)
    {
        if (!DocumentFiles.Formats.Contains(format) || !(await CommitteeReports.ReadAsync(Town, Me, nr, cancel)).TryGet(out var content, out _))
        {
            return NotFound();
        }

        var document = CommitteeDocument.Of(content, Town, Texts, When);
        return await files.AnswerAsync(document, format, content.Report.Number.ToLowerInvariant(), cancel) ?? LocalRedirect($"{Request.PathBase}/tal?pdf=mangler");
    }
}
