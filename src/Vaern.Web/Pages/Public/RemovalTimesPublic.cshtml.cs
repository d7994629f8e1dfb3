using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Removal;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Removal;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>How long platforms take to remove what was reported to them: whole numbers over a year, none under five.</summary>
public sealed class RemovalTimesPublicModel(CurrentMunicipality current, Texts texts) : PageModel
{
    public IReadOnlyList<RemovalTime> Times { get; private set; } = [];

    public DateTimeOffset From { get; private set; }

    public DateTimeOffset Until { get; private set; }

    public string Took(RemovalTime time) => time.Suppressed ? texts["removalpublic.few", RemovalTimes.Least] : LadderWords.Took(texts, time.MedianMinutes!.Value);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Until = current.Value.Now;
        From = Until.AddYears(-1);
        Times = await RemovalTimes.ReadAsync(current.Value, From, Until, cancel);
    }
}
