using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>One account: its posts, its name, help with signing in, and the end of it.</summary>
[Needs(Permission.AdministerAccounts)]
public sealed class AccountPageModel : StaffPage
{
    /// <summary>Where a fresh temporary password lies for the one page that shows it.</summary>
    internal const string TemporaryKey = "temporary";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public Guid? Unit { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public AccountLine? Line { get; private set; }

    public string? Temporary { get; private set; }

    public bool IsOwn => Me.Account.Value == Id;

    public IEnumerable<SelectListItem> Units => PostItems.Units(Town);

    public IEnumerable<SelectListItem> RoleItems => PostItems.AllRoles(Texts);

    private AccountId Account => new(Id);

    private string Here => $"/administration/konti/{Id}";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if ((await AccountList.FindAsync(Town, Me, Account, HttpContext.RequestAborted)).TryGet(out var line, out _))
        {
            Line = line;
            await next();
        }
        else
        {
            context.Result = NotFound();
        }
    }

    public void OnGet()
    {
        Temporary = TempData[TemporaryKey] as string;
        Response.Headers.CacheControl = "no-store";
        ShowProfile();
    }

    public Task<IActionResult> OnPostAddPostAsync() =>
        Unit is { } unit && !string.IsNullOrEmpty(Role)
            ? PostsAsync([.. Line!.Posts, new Post(new UnitId(unit), Role)], "admin.post.added")
            : Task.FromResult<IActionResult>(Again(Unit is null ? nameof(Unit) : nameof(Role), new Error("post.unknown", "Both are needed.")));

    public Task<IActionResult> OnPostRemovePostAsync() =>
        PostsAsync([.. Line!.Posts.Where(post => post.Unit.Value != Unit || post.Role != Role)], "admin.post.removed");

    public async Task<IActionResult> OnPostProfileAsync()
    {
        var changed = await ChangeProfile.RunAsync(Town, Me, Account, Name ?? "", Title ?? "", Email ?? "", Version, HttpContext.RequestAborted);
        if (changed.IsOk)
        {
            return Saved(Here, "admin.account.saved");
        }

        Refuse(changed.Error.Code switch { "account.title" => nameof(Title), "account.email" => nameof(Email), _ => nameof(Name) }, changed.Error);
        return Page();
    }

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        var reset = await ResetSignIn.PasswordAsync(Town, Me, Account, HttpContext.RequestAborted);
        if (!reset.TryGet(out var password, out var error))
        {
            return Again("", error);
        }

        TempData[TemporaryKey] = password;
        return Saved(Here, "admin.help.password.done");
    }

    public async Task<IActionResult> OnPostTotpAsync()
    {
        var reset = await ResetSignIn.TotpAsync(Town, Me, Account, HttpContext.RequestAborted);
        return reset.IsOk ? Saved(Here, "admin.help.totp.done") : Again("", reset.Error);
    }

    public Task<IActionResult> OnPostCloseAsync() => SettleAsync(DisableAccount.RunAsync, "admin.closed");

    public Task<IActionResult> OnPostReopenAsync() => SettleAsync(DisableAccount.ReopenAsync, "admin.reopened");

    public string Words(Post post) => $"{Texts[$"role.{post.Role}"]}, {Town.Units.Find(post.Unit)?.Name}";

    private async Task<IActionResult> PostsAsync(Post[] posts, string saved)
    {
        var changed = await ChangePosts.RunAsync(Town, Me, Account, posts, Version, HttpContext.RequestAborted);
        return changed.TryGet(out var change, out var error) ? Done(change, saved) : Again(nameof(Role), error);
    }

    private async Task<IActionResult> SettleAsync(
        Func<Municipality, StaffMember?, AccountId, string, CancellationToken, Task<Result<PostChange>>> settle, string saved)
    {
        if (string.IsNullOrWhiteSpace(Reason))
        {
            Refuse(nameof(Reason), "admin.reason.missing");
            ShowProfile();
            return Page();
        }

        var settled = await settle(Town, Me, Account, Reason, HttpContext.RequestAborted);
        return settled.TryGet(out var change, out var error) ? Done(change, saved) : Again("", error);
    }

    private IActionResult Done(PostChange change, string saved)
    {
        var answer = Saved(Here, saved);
        if (change.CasesWithoutOwner > 0)
        {
            AlsoSay(Texts["admin.post.left", change.CasesWithoutOwner]);
        }

        return answer;
    }

    private PageResult Again(string field, Error error)
    {
        Refuse(field, error);
        ShowProfile();
        return Page();
    }

    private void ShowProfile()
    {
        ModelState.Remove(nameof(Name));
        ModelState.Remove(nameof(Title));
        ModelState.Remove(nameof(Email));
        (Name, Title, Email) = (Line!.Profile.Name, Line.Profile.Title, Line.Profile.Email);
    }

    private void AlsoSay(string more) => TempData["flash"] = $"{TempData.Peek("flash")} {more}";
}
