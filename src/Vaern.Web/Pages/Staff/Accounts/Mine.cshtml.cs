using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>One's own account: language, password, authenticator, where one is signed in.</summary>
public sealed class MineModel(WebOptions options) : StaffPage
{
    [BindProperty]
    public string? Language { get; set; }

    public IReadOnlyList<SessionLine> Lines { get; private set; } = [];

    public string ThisOne => HttpContext.Features.Get<StaffSession>()!.Id;

    public string PostLines => Me.Posts.Count == 0
        ? Texts["accounts.posts.none"]
        : string.Join("\n", Me.Posts.Select(post => $"{Texts[$"role.{post.Role}"]}, {Town.Units.Find(post.Unit)?.Name}"));

    public async Task OnGetAsync()
    {
        Language = Me.Language;
        Lines = await Sessions.ListAsync(Town, Me, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostLanguageAsync()
    {
        var changed = await OwnAccount.ChangeLanguageAsync(Town, Me, Language, HttpContext.RequestAborted);
        if (!changed.IsOk)
        {
            Refuse(nameof(Language), changed.Error);
            Lines = await Sessions.ListAsync(Town, Me, HttpContext.RequestAborted);
            return Page();
        }

        return Saved("/min-konto", "accounts.saved.language");
    }

    public async Task<IActionResult> OnPostEndAsync(string? id)
    {
        await Sessions.EndAsync(Town, Me, id ?? "", HttpContext.RequestAborted);
        return Saved("/min-konto", "accounts.saved.session");
    }

    public async Task<IActionResult> OnPostEndAllAsync()
    {
        await Sessions.EndAsync(Town, Me, null, HttpContext.RequestAborted);
        StaffCookie.Clear(HttpContext, options);
        return LocalRedirect($"{Request.PathBase}/log-af");
    }
}
