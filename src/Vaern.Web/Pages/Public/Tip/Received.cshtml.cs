using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Preparedness;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Tip;

/// <summary>What the sender gets: the words to come back with, and the answer where one already stands.</summary>
public sealed class ReceivedModel(CurrentMunicipality current, IDataProtectionProvider protection) : PageModel
{
    private const string Purpose = "vaern.tip.1";
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(30);

    public string Number { get; private set; } = "";

    public IReadOnlyList<string> Words { get; private set; } = [];

    public bool Danger { get; private set; }

    public IReadOnlyList<TipAnswer> Answers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? k, CancellationToken cancel)
    {
        string[] parts;
        try
        {
            parts = protection.CreateProtector(Purpose).ToTimeLimitedDataProtector().Unprotect(k ?? "").Split('|');
        }
        catch (CryptographicException)
        {
            return Redirect($"{Request.PathBase}/tip/svar");
        }

        (Number, Words, Danger) = (parts[0], parts[1].Split(' '), parts[2] == "ja");
        var asked = await AskedTips.ByWordsAsync(current.Value, parts[1], cancel);
        Answers = asked.IsOk ? asked.Value.Answers : [];
        return Page();
    }

    internal static string Seal(IDataProtectionProvider protection, TipReceipt receipt, bool danger) =>
        Uri.EscapeDataString(protection.CreateProtector(Purpose).ToTimeLimitedDataProtector().Protect($"{receipt.Number}|{receipt.Words}|{(danger ? "ja" : "nej")}", Shown));
}
