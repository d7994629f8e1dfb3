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

    /// <summary>The day of the verification that stands and is done again; empty when there is none.</summary>
    [BindProperty]
    public string? Replaces { get; set; }

    /// <summary>A version to look at; null shows the newest.</summary>
    [BindProperty(SupportsGet = true, Name = "v")]
    public int? Asked { get; set; }

    public Rule Rule => rule!;

    public RuleVerification? Verification { get; private set; }

    /// <summary>Every version, the newest first.</summary>
    public IEnumerable<Rule> Versions => Town.Law.Versions(Rule.Id).Reverse();

    /// <summary>A version that came after the one that is shown.</summary>
    public Rule? Newer => Town.Law.NewerThan(Rule);

    /// <summary>Whether it is a year since the rule was compared with the official text.</summary>
    public bool IsDueAgain => Verification is { } done && done.On <= VerificationReview.LastDay(When.Today);

    public bool MayVerify => Me.Can(Permission.VerifyRules) && Rule.Kind == RuleKind.Law;

    public ClockWords Clocks => new(Texts, When, Town.Law);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        On = When.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Version = Rule.Version;
        Replaces = Verification?.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
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

        var verified = await RuleVerifications.VerifyAsync(Town, Me, Rule.Id, Version, day, SourceSeen ?? "", ReplacedDay, cancel);
        if (verified.IsOk)
        {
            return Saved($"/regler/{Rule.Id}", "saved.rule", Rule.Id);
        }

        Refuse(verified.Error.Code switch { "rule.date" => nameof(On), "rule.source-missing" => nameof(SourceSeen), _ => "" }, verified.Error);
        return Page();
    }

    private DateOnly? ReplacedDay =>
        DateOnly.TryParseExact(Replaces, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        // Ids hold small letters too (A-06b), and addresses are written in small letters.
        rule = Town.Law.All.FirstOrDefault(found => string.Equals(found.Id, Id, StringComparison.OrdinalIgnoreCase));
        rule = rule is not null && (Asked ?? Version) is > 0 and var asked ? Town.Law.Versions(rule.Id).FirstOrDefault(one => one.Version == asked) : rule;
        rule = rule is { IsShown: true } ? rule : null;
        if (rule is null)
        {
            return false;
        }

        Verification = (await RuleVerifications.ListAsync(Town, Me, cancel)).GetValueOrDefault((rule.Id, rule.Version));
        return true;
    }
}
