using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.LawBook;
using Vaern.Rules;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Rules;

/// <summary>The rules that deadlines are counted by: version, source, how sure we are, and whether a named person has verified them.</summary>
public sealed class RuleListModel : StaffPage
{
    /// <summary><c>lov</c>, <c>maal</c>, <c>uverificerede</c> or <c>foerst</c> (what to verify first); empty shows all.</summary>
    [BindProperty(SupportsGet = true, Name = "vis")]
    public string? Show { get; set; }

    public IReadOnlyDictionary<(string Rule, int Version), RuleVerification> Verified { get; private set; } = new Dictionary<(string, int), RuleVerification>();

    public ClockWords Clocks => new(Texts, When);

    /// <summary>What to verify first, with how much of it is done.</summary>
    public IEnumerable<(VerifyFirst Entry, IReadOnlyList<(Rule Rule, bool Done)> Rules)> First => VerifyFirst.All
        .Select(entry => (entry, Rules: (IReadOnlyList<(Rule, bool)>)[.. entry.Rules.Select(id => Town.Law.Find(id).Value).Select(rule => (rule, Verified.ContainsKey((rule.Id, rule.Version))))]));

    /// <summary>Rules whose verification is a year old; for those who verify.</summary>
    public IReadOnlyList<StaleVerification> Due { get; private set; } = [];

    public bool IsEditor => Me.Can(Permission.VerifyRules);

    public IEnumerable<Rule> Rules => Town.Law.All.Where(rule => rule.IsShown && Show switch
    {
        "lov" => rule.Kind == RuleKind.Law,
        "maal" => rule.Kind == RuleKind.Goal,
        "uverificerede" => rule.Kind == RuleKind.Law && !rule.IsVerified && !Verified.ContainsKey((rule.Id, rule.Version)),
        _ => true,
    });

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Due = await VerificationReview.DueAsync(Town, Me, cancel);
        Verified = await RuleVerifications.ListAsync(Town, Me, cancel);
        return Page();
    }
}
