using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Preparedness;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Tip;

/// <summary>Somebody without login tells what is going round. No name is asked for, no file is taken, and what was typed is kept when something is missing.</summary>
public sealed class TipModel(CurrentMunicipality current, IDataProtectionProvider protection, Texts texts) : PageModel
{
    [BindProperty]
    public string? Text { get; set; }

    /// <summary><c>ja</c> or <c>nej</c>.</summary>
    [BindProperty]
    public string? Danger { get; set; }

    /// <summary>Made with the form, so that pressing twice sends one tip.</summary>
    [BindProperty]
    public string? Token { get; set; }

    public void OnGet() => Token = NewToken();

    public async Task<IActionResult> OnPostAsync()
    {
        if (Danger is not ("ja" or "nej"))
        {
            ModelState.AddModelError(nameof(Danger), texts["fault.tip.danger"]);
        }

        if (string.IsNullOrWhiteSpace(Text))
        {
            ModelState.AddModelError(nameof(Text), texts["fault.tip.empty"]);
        }

        if (ModelState.IsValid)
        {
            var sent = await SubmitTip.HandleAsync(current.Value, null, new NewTip(Text!, Danger == "ja"), Token ?? "", HttpContext.RequestAborted);
            if (sent.TryGet(out var receipt, out var error))
            {
                // The receipt travels sealed in the address for half an hour: no cookie, and a reload shows it again.
                return Redirect($"{Request.PathBase}/tip/modtaget?k={ReceivedModel.Seal(protection, receipt, Danger == "ja")}");
            }

            ModelState.AddModelError(nameof(Text), texts[$"fault.{error.Code}"]);
        }

        if (string.IsNullOrEmpty(Token))
        {
            ModelState.Remove(nameof(Token));
            Token = NewToken();
        }

        return Page();
    }

    internal static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
