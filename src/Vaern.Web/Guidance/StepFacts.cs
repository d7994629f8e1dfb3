using Vaern.App.Cases;
using Vaern.Rules;
using Vaern.Web.Localisation;

namespace Vaern.Web.Guidance;

/// <summary>
/// What stands beside a step of a playbook: when, who, and where it comes from. Law never looks like advice, and what nobody has verified says so.
/// </summary>
/// <param name="Tone">Tone of the label: law, goal or plain.</param>
/// <param name="Href">Where staff read the rule; null for advice.</param>
/// <param name="Unverified">True for a rule that no named person has verified.</param>
public sealed record StepFacts(string Tone, string Label, string Time, string Role, string Source, string? Href, bool Unverified)
{
    public static StepFacts Of(Playbook book, PlaybookStep step, Texts texts, RuleBook law)
    {
        var culture = texts.Language.Culture;
        var rule = step.Rule is { } id ? law.Find(id).Value : null;
        var source = rule switch
        {
            null => book.Sources.First(one => one.Key == step.Source).Title.In(culture),
            { Kind: RuleKind.Goal } => $"{rule.Id} {rule.Title.In(culture)}",
            _ => $"{rule.Id} {rule.LegalSource.ShortIn(culture)}, {law.RuleSet}",
        };
        return new StepFacts(
            step.Kind switch { StepKind.Law or StepKind.Safety => "law", StepKind.Goal => "goal", _ => "plain" },
            texts[step.Kind switch { StepKind.Law => "step.law", StepKind.Safety => "step.safety", StepKind.Goal => "step.goal", _ => "step.advice" }],
            step.Time.In(culture), RuleBook.Roles.First(role => role.Key == step.Role).Name.In(culture), source,
            rule is null ? null : $"/regler/{rule.Id}", rule is { Kind: RuleKind.Law, IsVerified: false });
    }
}
