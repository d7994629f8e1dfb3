using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>
/// The session ended while somebody wrote. Nothing was saved, and nothing is kept here: the browser sends the form once more to this page,
/// which shows the words again and can send them on once the person has signed in in another tab.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken] // shows what it was sent, changes nothing
[ResponseCache(Location = ResponseCacheLocation.None, NoStore = true)]
[RequestSizeLimit(MostBytes)]
public sealed class SignedOutModel : PageModel
{
    public const string Address = "/log-ind/udloebet";
    public const int MostBytes = 1 << 20;
    private const int ShortestWords = 3;

    [FromQuery(Name = "til")]
    public string? Til { get; set; }

    /// <summary>Where the form was on its way to.</summary>
    public string Target { get; private set; } = "";

    /// <summary>Every field of the form, to be sent again as it was.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; private set; } = [];

    /// <summary>The fields a person wrote, longest first.</summary>
    public IReadOnlyList<string> Words { get; private set; } = [];

    public IActionResult OnGet() => LocalRedirect($"{Request.PathBase}/log-ind?til={Uri.EscapeDataString(ReturnAddress.Of(Til))}");

    public async Task<IActionResult> OnPostAsync()
    {
        // Another site could otherwise put its words into this page.
        var from = Request.Headers["Sec-Fetch-Site"].ToString();
        if (!Request.HasFormContentType || from is not ("" or "same-origin"))
        {
            return OnGet();
        }

        var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
        Target = ReturnAddress.Of(Til);
        Fields = [.. form.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")))];
        Words = [.. Fields.Where(field => IsWords(field.Name, field.Value)).Select(field => field.Value.Trim()).OrderByDescending(words => words.Length)];
        return Page();
    }

    private static bool IsWords(string name, string value) =>
        !name.StartsWith('_') && value.Trim().Length >= ShortestWords && value.Any(char.IsLetter) && !Guid.TryParse(value, out _) && value.Trim().Contains(' ', StringComparison.Ordinal);
}
