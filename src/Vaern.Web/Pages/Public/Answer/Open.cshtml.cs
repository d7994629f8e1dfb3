using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Api;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Public.Report;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Answer;

/// <summary>
/// Six words open a mailbox. After three wrong attempts the visit waits half a minute; whoever else sits behind the same
/// address does not. Right words always open: at 66 bits, what guards them is their number, and the brake on wrong ones
/// (<see cref="ReceiptGuard"/>).
/// </summary>
public sealed class OpenModel(CurrentMunicipality current, Visit visit, ReceiptGuard guard, IDataProtectionProvider protection, TimeProvider clock, Texts texts) : PageModel
{
    private readonly Municipality municipality = current.Value;

    private const int Free = 3;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private readonly IDataProtector attempts = protection.CreateProtector("vaern.attempts.1");

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Attempts { get; set; }

    public string SealedAttempts { get; private set; } = "";

    public bool Closed { get; private set; }

    public void OnGet(string? lukket) => Closed = lukket is not null;

    public async Task<IActionResult> OnPostAsync()
    {
        var (count, last) = Read(Attempts);
        ModelState.Remove(nameof(Attempts));
        if (count >= Free && clock.GetUtcNow() < last + Wait)
        {
            return Refuse("answer.wait", count, last);
        }

        var found = await Mailboxes.FindAsync(municipality, Words, HttpContext.RequestAborted);
        if (found.TryGet(out var report, out var error))
        {
            visit.Open(report);
            return Redirect($"{Request.PathBase}/svar/kasse");
        }

        var slow = !guard.MayAnswer(municipality.Slug);
        return Refuse(slow ? "answer.wait" : error.Code.Replace("receipt.", "answer.", StringComparison.Ordinal), count + 1, clock.GetUtcNow());
    }

    public IActionResult OnPostClose()
    {
        visit.CloseMailbox();
        return Redirect($"{Request.PathBase}/svar?lukket=1");
    }

    private PageResult Refuse(string key, int count, DateTimeOffset last)
    {
        if (key == "answer.wait")
        {
            Response.StatusCode = Microsoft.AspNetCore.Http.StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = "30";
        }

        ModelState.AddModelError(nameof(Words), texts[key]);
        SealedAttempts = attempts.Protect(string.Create(CultureInfo.InvariantCulture, $"{count} {last.UtcTicks}"));
        return Page();
    }

    private (int Count, DateTimeOffset Last) Read(string? sealedAttempts)
    {
        if (string.IsNullOrEmpty(sealedAttempts))
        {
            return default;
        }

        try
        {
            var parts = attempts.Unprotect(sealedAttempts).Split(' ');
            return (int.Parse(parts[0], CultureInfo.InvariantCulture), new DateTimeOffset(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero));
        }
        catch (CryptographicException)
        {
            return default;
        }
    }
}
