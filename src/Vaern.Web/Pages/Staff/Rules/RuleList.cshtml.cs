using Microsoft.AspNetCore.Mvc;
using Vaern.App.LawBook;
using Vaern.Rules;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Rules;

/// <summary>The rules that deadlines are counted by: version, source, how sure we are, and whether a named person has verified them.</summary>
public sealed class RuleListModel : StaffPage
{
    /// <summary><c>lov</c>, <c>maal</c> or <c>uverificerede</c>; empty shows all.</summary>
    [BindProperty(SupportsGet = true, Name = "vis")]
    public string? Show { get; set; }

    public IReadOnlyDictionary<(string Rule, int Version), RuleVerification> Verified { get; private set; } = new Dictionary<(string, int), RuleVerification>();

    public ClockWords Clocks => new(Texts, When);

    public IEnumerable<Rule> Rules => RuleBook.Default.All.Where(rule => rule.IsShown && Show switch
    {
        "lov" => rule.Kind == RuleKind.Law,
        "maal" => rule.Kind == RuleKind.Goal,
        "uverificerede" => rule.Kind == RuleKind.Law && !rule.IsVerified && !Verified.ContainsKey((rule.Id, rule.Version)),
        _ => true,
    });

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Verified = await RuleVerifications.ListAsync(Town, Me, cancel);
        return Page();
    }
}
