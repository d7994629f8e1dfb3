using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Protection;

/// <summary>One run on the screen.</summary>
[Needs(Permission.SeeAudit)]
public sealed class CertificateModel : CertificatePage
{
    public async Task<IActionResult> OnGetAsync(Guid run, CancellationToken cancel) => await ReadAsync(run, cancel) ? Page() : NotFound();
}
