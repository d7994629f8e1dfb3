using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Registers or changes one's own open profile. Nobody registers one for another, and none without a name behind it.</summary>
[Needs(Permission.WorkOnTheStreet)]
public sealed class ProfileFormModel : StreetPage
{
    [BindProperty(SupportsGet = true, Name = "ret")]
    public Guid? Change { get; set; }

    /// <summary>What was wrong with the portrait, brought along from its own address.</summary>
    [BindProperty(SupportsGet = true, Name = "fejl")]
    public string? Fault { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Platform { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? Heading { get; set; }

    [BindProperty]
    public int[] Days { get; set; } = [];

    [BindProperty]
    public string? Opens { get; set; } = "18:30";

    [BindProperty]
    public string? Closes { get; set; } = "21:30";

    public string? Portrait => null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        (Id, Heading) = (Guid.CreateVersion7(), Me.Title);
        if (Change is not { } id)
        {
            return Page();
        }

        if ((await OpenProfiles.ListAsync(Town, Me, cancel)).FirstOrDefault(one => one.Id == id && one.Worker == Me.Account) is not { } found)
        {
            return NotFound();
        }

        (Id, Version, Platform, Address, Heading, Days) = (found.Id, found.Version, found.Body.Platform, found.Body.Address, found.Body.Title, [.. found.Body.Hours.Days]);
        (Opens, Closes) = (Write(found.Body.Hours.Opens), Write(found.Body.Hours.Closes));
        if (Fault is { } code && Texts.Has($"fault.{code}"))
        {
            Refuse(nameof(Portrait), $"fault.{code}");
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var hours = new OpeningHours(Days, Read(Opens) ?? -1, Read(Closes) ?? -1);
        var saved = await OpenProfiles.SaveAsync(Town, Me, Id, new ProfileText(Platform ?? "", Address ?? "", Heading ?? "", hours), Version, cancel);
        return saved.TryGet(out _, out var error)
            ? Saved("/gadeplan/profiler", "street.saved.profile")
            : IsHidden(error) ? NotFound() : Again(error.Code switch { "profile.hours" => nameof(Days), "profile.known" => nameof(Address), "profile.missing" => nameof(Platform), _ => "" }, error);
    }

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancel) =>
        (await OpenProfiles.CloseAsync(Town, Me, Change ?? Guid.Empty, cancel)).IsOk ? Saved("/gadeplan/profiler", "street.saved.profile-closed") : NotFound();

    private static int? Read(string? typed) => TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time) ? (time.Hour * 60) + time.Minute : null;

    private static string Write(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
