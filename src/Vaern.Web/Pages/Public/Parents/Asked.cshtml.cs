using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Public.Parents;

/// <summary>The six words that open the mailbox. They travel sealed in the address for half an hour: no cookie, and a reload shows them again.</summary>
public sealed class AskedModel(IDataProtectionProvider protection) : PageModel
{
    private const string Purpose = "vaern.parent-question.1";
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(30);

    public string Number { get; private set; } = "";

    public IReadOnlyList<string> Words { get; private set; } = [];

    public DateTimeOffset ReplyBy { get; private set; }

    public IActionResult OnGet(string? k)
    {
        try
        {
            var parts = protection.CreateProtector(Purpose).ToTimeLimitedDataProtector().Unprotect(k ?? "").Split('|');
            (Number, Words, ReplyBy) = (parts[0], parts[1].Split(' '), new DateTimeOffset(long.Parse(parts[2], CultureInfo.InvariantCulture), TimeSpan.Zero));
            return Page();
        }
        catch (CryptographicException)
        {
            return Redirect($"{Request.PathBase}/svar");
        }
    }

    internal static string Seal(IDataProtectionProvider protection, Receipt receipt) =>
        Uri.EscapeDataString(protection.CreateProtector(Purpose).ToTimeLimitedDataProtector().Protect(string.Create(CultureInfo.InvariantCulture, $"{receipt.Number}|{receipt.Words}|{receipt.ReplyBy.UtcTicks}"), Shown));
}
