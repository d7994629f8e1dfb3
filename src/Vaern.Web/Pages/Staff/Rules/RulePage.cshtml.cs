using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.LawBook;
using Vaern.Rules;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Rules;

/// <summary>One rule: what it says, where it stands, and its verification by a named person.</summary>
public sealed class RulePageModel : StaffPage
{
    private Rule? rule;

    [FromRoute(Name = "id")]
    public string? Id { get; set; }

    [BindProperty]
    public string? On { get; set; }

    [BindProperty]
    public string? SourceSeen { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public Rule Rule => rule!;

    public RuleVerification? Verification { get; private set; }

    public bool MayVerify => Me.Can(Permission.VerifyRules) && Rule.Kind == RuleKind.Law;

    public ClockWords Clocks => new(Texts, When);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        On = When.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Version = Rule.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayVerify)
        {
            return NotFound();
        }

        if (!DateOnly.TryParseExact(On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            Refuse(nameof(On), "fault.day.unreadable");
            return Page();
        }

        var verified = await RuleVerifications.VerifyAsync(Town, Me, Rule.Id, Version, day, SourceSeen ?? "", cancel);
        if (verified.IsOk)
        {
            return Saved($"/regler/{Rule.Id}", "saved.rule", Rule.Id);
        }

        Refuse(verified.Error.Code switch { "rule.date" => nameof(On), "rule.source-missing" => nameof(SourceSeen), _ => "" }, verified.Error);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        // Ids hold small letters too (A-06b), and addresses are written in small letters.
        rule = RuleBook.Default.All.FirstOrDefault(found => found.IsShown && string.Equals(found.Id, Id, StringComparison.OrdinalIgnoreCase));
        if (rule is null)
        {
            return false;
        }

        Verification = (await RuleVerifications.ListAsync(Town, Me, cancel)).GetValueOrDefault((rule.Id, rule.Version));
        return true;
    }
}
