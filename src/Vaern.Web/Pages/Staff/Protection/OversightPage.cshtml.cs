using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Rights;
using Vaern.App.Sharing;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Protection;

/// <summary>Look-ups per person, overrides, denied attempts, shares, what is past its time, holds and deletions: counts, with the log behind each.</summary>
[Needs(Permission.SeeAudit)]
public sealed class OversightPageModel : StaffPage
{
    private const int Days = 30;

    [BindProperty(SupportsGet = true)]
    public DateOnly? Fra { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Til { get; set; }

    public OversightView View { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = DanishTime.DayOf(Town.Now);
        var (from, to) = (Fra ?? today.AddDays(-Days), Til ?? today);
        var read = await Oversight.ReadAsync(Town, Me, from, to, cancel);
        if (!read.IsOk)
        {
            Refuse(nameof(Fra), read.Error);
            read = await Oversight.ReadAsync(Town, Me, today.AddDays(-Days), today, cancel);
        }

        View = read.Value;
        (Fra, Til) = (Fra ?? from, Til ?? to);
    }

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";

    public string GroundOf(string key) => Grounds.Find(key)?.Name.In(Texts.Language.Culture) ?? key;

    public string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
