using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.StreetWork;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>The portrait of a member of staff on an open profile, drawn anew when it was taken in.</summary>
public sealed class StreetPortraitModel(CurrentMunicipality current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!(await Portraits.ReadAsync(current.Value, id, cancel)).TryGet(out var bytes, out _))
        {
            return NotFound();
        }

        var isJpeg = bytes.Length > 2 && bytes.Span[0] == 0xFF && bytes.Span[1] == 0xD8;
        return File(bytes.ToArray(), isJpeg ? "image/jpeg" : "image/png");
    }
}
