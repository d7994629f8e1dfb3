using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>«Hvordan har du det?» – for the person alone.</summary>
[Needs(Permission.WorkOnTheStreet)]
public sealed class HowAreYouModel : StreetPage
{
    [BindProperty(SupportsGet = true, Name = "vagt")]
    public Guid Shift { get; set; }

    [BindProperty]
    public string? Value { get; set; }

    public IReadOnlyList<WellBeingLine> Earlier { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Earlier = await WellBeing.OwnAsync(Town, Me, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var value = int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : 0;
        var answered = await WellBeing.AnswerAsync(Town, Me, Shift, value, cancel);
        if (answered.TryGet(out _, out var error))
        {
            return Saved("/gadeplan", value <= 2 ? "street.saved.you.hard" : "street.saved.you");
        }

        Earlier = await WellBeing.OwnAsync(Town, Me, cancel);
        return IsHidden(error) ? NotFound() : Again(nameof(Value), error);
    }
}
