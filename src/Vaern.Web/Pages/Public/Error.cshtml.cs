using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Vaern.Web.Pages.Public;

/// <summary>What happened, what was kept, what to do next, for each answer that is not the one asked for.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(Location = ResponseCacheLocation.None, NoStore = true)]
public sealed class ErrorModel : PageModel
{
    private static readonly int[] Told = [400, 403, 404, 405, 413, 415, 429, 500, 503];

    public int Key { get; private set; }

    public void OnGet(int code) => Tell(code);

    public void OnPost(int code) => Tell(code);

    private void Tell(int code)
    {
        // The address can also be opened by hand: then the page is there, and nothing has gone wrong.
        var status = HttpContext.Response.StatusCode is >= 400 and var failed ? failed : code;
        Key = Told.Contains(status) ? status : status >= 500 ? 500 : 400;
    }
}
