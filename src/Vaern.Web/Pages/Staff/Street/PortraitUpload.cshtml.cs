using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Hosting;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Takes the portrait of one's own profile: the only file that the rooms of the street take, of a member of staff by themselves.</summary>
[Needs(Permission.WorkOnTheStreet)]
[ReadsOwnForm]
[IgnoreAntiforgeryToken]
public sealed class PortraitUploadModel : StreetPage
{
    private const int FormAround = 1 << 20;

    public IActionResult OnGet(Guid id) => Redirect($"{Request.PathBase}/gadeplan/profiler/ny?ret={id}");

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (await UploadForm.BeginAsync(HttpContext, Portraits.MostBytes + FormAround) is not { } form)
        {
            return BadRequest();
        }

        await foreach (var file in form.FilesAsync())
        {
            var set = await Portraits.SetAsync(Town, Me, id, file.Content, cancel);
            return set.TryGet(out _, out var error)
                ? Saved("/gadeplan/profiler", "street.saved.portrait")
                : IsHidden(error) ? NotFound() : Redirect($"{Request.PathBase}/gadeplan/profiler/ny?ret={id}&fejl={error.Code}");
        }

        return Redirect($"{Request.PathBase}/gadeplan/profiler/ny?ret={id}&fejl=portrait.empty");
    }
}
