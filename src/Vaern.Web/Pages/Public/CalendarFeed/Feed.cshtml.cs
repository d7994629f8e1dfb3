using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Learning.Courses;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.CalendarFeed;

/// <summary>A school's courses for calendar programs, which fetch without signing in. A wrong address is 404 and says no more.</summary>
public sealed class FeedModel(CurrentMunicipality current) : PageModel
{
    public Task<IActionResult> OnGetAsync(string token, CancellationToken cancel) => AnswerAsync(token, cancel);

    public Task<IActionResult> OnHeadAsync(string token, CancellationToken cancel) => AnswerAsync(token, cancel);

    private async Task<IActionResult> AnswerAsync(string token, CancellationToken cancel) =>
        await CalendarFeeds.ReadAsync(current.Value, token, Request.Host.Host, cancel) is { } calendar ? Content(calendar, "text/calendar; charset=utf-8", Encoding.UTF8) : NotFound();
}
