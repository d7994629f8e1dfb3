using Vaern.App.Cases;
using Vaern.Rules;

namespace Vaern.Web.Pages.Staff.Classify;

/// <summary>A classification as the pages show it, with the rules it names as they were then.</summary>
public sealed record OutcomeView(KeptClassification Result, RuleBook Law)
{
    /// <summary>The duties that are law, those with a limit first.</summary>
    public IEnumerable<Rule> Duties => Result.Duties.Select(duty => Law.Kept(duty.Id, duty.Version)).OrderBy(rule => rule.Limit.Kind == LimitKind.None);

    public IEnumerable<Rule> Clocks => Result.Clocks.Select(clock => Law.Kept(clock.Id, clock.Version));

    public IReadOnlyList<Contact> Help => [.. Result.Help.Select(id => Law.Contacts.FirstOrDefault(contact => contact.Id == id)).OfType<Contact>().Where(contact => contact.IsShown)];
}
