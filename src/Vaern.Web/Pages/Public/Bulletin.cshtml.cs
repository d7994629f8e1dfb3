using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.StreetWork;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Street;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>The phenomena of the week for everybody: no person, no link, no number under five. After its day it shows no content any more.</summary>
public sealed class BulletinModel(CurrentMunicipality current, Texts texts) : PageModel
{
    private const int Small = 5;

    public Bulletin? One { get; private set; }

    public string Responsible { get; private set; } = "";

    public string Meet { get; private set; } = "";

    public DateOnly PublishedOn => DanishTime.DayOf(One!.PublishedAt!.Value);

    public string CountOf(int count) => count < Small ? texts["bulletin.few"] : texts["bulletin.count", count];

    public string SignOf(BulletinItem item) => item.Trend switch { "new" => "●", "up" => "↗", "down" => "↘", _ => "—" };

    public async Task<IActionResult> OnGetAsync(string? uge, CancellationToken cancel)
    {
        One = await Bulletins.PublicAsync(current.Value, uge, cancel);
        if (One is null)
        {
            return uge is null ? Page() : NotFound();
        }

        Responsible = await current.Value.Staff.NameAsync(One.ReviewedBy!.Value, cancel);
        Meet = await MeetAsync(current, texts, cancel);
        return Page();
    }

    /// <summary>Who is online and when, by first names.</summary>
    internal static async Task<string> MeetAsync(CurrentMunicipality current, Texts texts, CancellationToken cancel)
    {
        var profiles = (await PublicStreet.ReadAsync(current.Value, cancel)).Profiles;
        if (profiles.Count == 0)
        {
            return texts["streetpublic.who.none"];
        }

        var names = (await current.Value.Staff.NamesAsync(profiles.Select(profile => profile.Worker), cancel)).Values.Select(name => name.Split(' ')[0]).Distinct();
        return texts["bulletin.meet.text", string.Join(", ", names), StreetTexts.Hours(profiles[0].Body.Hours, texts)];
    }
}
