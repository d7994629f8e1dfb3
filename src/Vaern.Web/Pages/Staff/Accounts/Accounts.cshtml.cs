using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>Everybody who can sign in, or could.</summary>
[Needs(Permission.AdministerAccounts)]
public sealed class AccountsModel : StaffPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Side { get; set; } = 1;

    public IReadOnlyList<AccountLine> Lines { get; private set; } = [];

    public int Found { get; private set; }

    public Pager Pager => new($"/administration/konti{(string.IsNullOrWhiteSpace(Q) ? "" : $"?q={Uri.EscapeDataString(Q)}")}", Side, Side * PageSize < Found);

    public async Task OnGetAsync()
    {
        Side = Math.Clamp(Side, 1, 10_000);
        var all = (await AccountList.ReadAsync(Town, Me, HttpContext.RequestAborted)).Value;
        var words = (Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = all.Where(line => words.All(word => Fits(line, word))).ToArray();
        Found = found.Length;
        Lines = [.. found.Skip((Side - 1) * PageSize).Take(PageSize)];
    }

    public string Words(Post post) => $"{Texts[$"role.{post.Role}"]}, {Town.Units.Find(post.Unit)?.Name}";

    private bool Fits(AccountLine line, string word) =>
        line.Posts.Select(Words).Append(line.Profile.Name).Append(line.Profile.Login).Append(line.Profile.Title)
            .Any(text => CultureInfo.CurrentCulture.CompareInfo.IndexOf(text, word, CompareOptions.IgnoreCase) >= 0);
}
