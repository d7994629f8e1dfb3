using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Vaern.Web.Pages.Public;

/// <summary>The front page: danger first, then three doors.</summary>
public sealed class IndexModel(ReplyPromise promise) : PageModel
{
    public DateTimeOffset ReplyBy { get; private set; }

    public void OnGet() => ReplyBy = promise.ByNow();
}
