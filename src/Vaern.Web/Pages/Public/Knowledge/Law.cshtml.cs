using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.Rules;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Knowledge;

/// <summary>The law in plain words, from the rules' own data: nothing is written here twice, and what nobody has verified says so beside each rule.</summary>
public sealed class LawModel(CurrentLaw law) : PageModel
{
    private static readonly (string Key, string[] Rules)[] Parts =
    [
        ("pictures", ["C-01", "C-02", "C-03", "C-37", "C-38", "C-06", "C-07", "C-11"]),
        ("pressure", ["C-26", "C-31", "C-30", "C-12", "C-25", "C-23"]),
        ("words", ["C-13", "C-14", "C-15", "C-10", "C-09"]),
        ("age", ["C-36", "F-04", "D-09", "D-10"]),
        ("duty", ["D-01", "D-01b", "D-02", "D-03", "D-03b", "D-08"]),
        ("school", ["B-01", "B-02", "B-03", "B-08", "B-09"]),
        ("platforms", ["E-01", "E-03", "E-06"]),
    ];

    public string RuleSet => law.Book.RuleSet;

    public IReadOnlyList<(string Key, IReadOnlyList<Rule> Rules)> Groups =>
        [.. Parts.Select(part => (part.Key, (IReadOnlyList<Rule>)[.. part.Rules.Select(law.Book.Find).Where(found => found is { IsOk: true, Value.IsShown: true }).Select(found => found.Value)]))];
}
