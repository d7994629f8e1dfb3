using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Documents;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Protection;

/// <summary>The certificate as PDF/UA, DOCX or text.</summary>
[Needs(Permission.SeeAudit)]
public sealed class CertificateFileModel(DocumentFiles files) : CertificatePage
{
    public async Task<IActionResult> OnGetAsync(Guid run, string format, CancellationToken cancel) =>
        await ReadAsync(run, cancel) ? await files.AnswerAsync(Paper(), format, $"slettecertifikat-{Found.Run.Day:yyyy-MM-dd}", cancel) ?? NotFound() : NotFound();
}
