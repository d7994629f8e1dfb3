using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Learning.Parents;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Public.Tip;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Parents;

/// <summary>One question before and after an evening. It sets no cookie and keeps nothing but a number; before and after cannot be put together for anybody.</summary>
[IgnoreAntiforgeryToken]
public sealed class PulseModel(CurrentMunicipality current, Texts texts) : PageModel
{
    [BindProperty]
    public string? Answer { get; set; }

    /// <summary>Made with the form, so that pressing twice counts once.</summary>
    [BindProperty]
    public string? Token { get; set; }

    public OpenPulse Pulse { get; private set; } = null!;

    /// <summary><c>before</c> or <c>after</c>.</summary>
    public string Phase { get; private set; } = "";

    public string Address { get; private set; } = "";

    public bool Thanks { get; private set; }

    public bool IsOpen => Pulse.IsOpen(current.Value.Now);

    public async Task<IActionResult> OnGetAsync(string kode, string fase, string? tak, CancellationToken cancel)
    {
        (Token, Thanks) = (TipModel.NewToken(), tak is not null);
        return await ReadAsync(kode, fase, cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string kode, string fase, CancellationToken cancel)
    {
        if (!await ReadAsync(kode, fase, cancel))
        {
            return NotFound();
        }

        if (Answer is not ("ja" or "nej"))
        {
            ModelState.AddModelError(nameof(Answer), texts["fault.pulse.answer"]);
            return Page();
        }

        var counted = await PublicCounts.AnswerAsync(current.Value, kode, Phase, Answer == "ja", Token ?? "", cancel);
        return counted.IsOk ? Redirect($"{Address}?tak=1") : Redirect(Address);
    }

    private async Task<bool> ReadAsync(string code, string phase, CancellationToken cancel)
    {
        Phase = phase.Equals("efter", StringComparison.OrdinalIgnoreCase) ? "after" : "before";
        if (await PublicCounts.PulseAsync(current.Value, code, Phase, cancel) is not { } pulse)
        {
            return false;
        }

        (Pulse, Address) = (pulse, texts.Path($"/puls/{code}/{(Phase == "after" ? "efter" : "foer")}"));
        return true;
    }
}
