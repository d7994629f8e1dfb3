using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>How the machinery is doing, and jobs that gave up.</summary>
[Needs(Permission.SeeOperations)]
public sealed class OperationsPageModel : StaffPage
{
    public OperationsView? View { get; private set; }

    public Task OnGetAsync() => ReadAsync();

    public async Task<IActionResult> OnPostRetryAsync(Guid job)
    {
        var retried = await Operations.RetryAsync(Town, Me, job, HttpContext.RequestAborted);
        if (retried.IsOk)
        {
            return Saved("/administration/drift", "ops.retried");
        }

        Refuse("", retried.Error);
        await ReadAsync();
        return Page();
    }

    private async Task ReadAsync() => View = (await Operations.ReadAsync(Town, Me, HttpContext.RequestAborted)).Value;
}
