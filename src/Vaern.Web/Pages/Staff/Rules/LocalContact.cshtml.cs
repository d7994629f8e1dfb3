using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.LawBook;
using Vaern.Rules;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Rules;

/// <summary>A contact as the municipality has checked it: one that ships, or one of its own.</summary>
[Needs(Permission.VerifyRules)]
public sealed class LocalContactModel : StaffPage
{
    private const string New = "ny";

    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? NameEnglish { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Urls { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Audiences { get; set; } = [];

    [BindProperty]
    public string? CheckedOn { get; set; }

    /// <summary>The contact as it stands; null for a new one.</summary>
    public Contact? Shipped => Town.Law.Contacts.FirstOrDefault(contact => string.Equals(contact.Id, Id, StringComparison.OrdinalIgnoreCase) && contact.Ship != Ship.Excluded);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Shipped is null && Id != New)
        {
            return NotFound();
        }

        (Version, _) = await LocalRules.ReadAsync(Town, cancel);
        CheckedOn = Shipped?.CheckedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (Shipped is { } contact)
        {
            (Name, NameEnglish, Phone, Urls) = (contact.Name.Da, contact.Name.En, contact.Phone, string.Join('\n', contact.Urls));
            Audiences = [.. contact.Audiences.Select(audience => audience.ToString())];
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Shipped is null && Id != New)
        {
            return NotFound();
        }

        if (!DateOnly.TryParseExact(CheckedOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day > When.Today)
        {
            Refuse(nameof(CheckedOn), "fault.day.unreadable");
            return Page();
        }

        var set = await LocalRules.SetContactAsync(Town, Me, Typed(day), Version, cancel);
        if (set.IsOk)
        {
            return Saved("/regler/lokalt#kontakter", "saved.local");
        }

        if (set.Error.Code == "local.stale")
        {
            (Version, _) = await LocalRules.ReadAsync(Town, cancel);
            ModelState.Remove(nameof(Version));
        }

        Refuse(set.Error.Code == "local.stale" ? "" : nameof(Phone), set.Error);
        return Page();
    }

    // A named person has checked it, so it is shown; where it came from stays as it was.
    private Contact Typed(DateOnly checkedOn)
    {
        var phone = string.IsNullOrWhiteSpace(Phone) ? null : Phone.Trim();
        var name = (Name ?? "").Trim();
        return new Contact
        {
            Id = Shipped?.Id ?? $"LOCAL-CT-{Guid.CreateVersion7():N}",
            Name = new LocalText(name, string.IsNullOrWhiteSpace(NameEnglish) ? name : NameEnglish.Trim()),
            Purpose = Shipped?.Purpose,
            Phone = phone,
            Urls = (Urls ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Audiences = [.. Audiences.Select(typed => Enum.TryParse<Audience>(typed, out var audience) ? audience : (Audience?)null).OfType<Audience>().Distinct()],
            Evidence = Shipped?.Evidence,
            Confidence = Shipped?.Confidence,
            Ship = Ship.On,
            MustBeConfigured = Shipped?.MustBeConfigured ?? false,
            CheckedOn = checkedOn,
        };
    }
}
