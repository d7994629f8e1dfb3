using Vaern.Screening.Heads;
using Vaern.Screening.Rules;

namespace Vaern.Screening;

/// <summary>What texts are screened with. Immutable: one for the whole program, a <see cref="Screener"/> for each thread.</summary>
/// <param name="rules">The layer that flags.</param>
/// <param name="heads">The layer that ranks; null for rules alone.</param>
public sealed class ScreeningModel(RuleSet rules, HeadModel? heads)
{
    private static readonly Lazy<ScreeningModel> TheBuiltIn = new(() => new(RuleSet.BuiltIn, HeadModel.Shipped));

    /// <summary>Rules and heads that the program brings.</summary>
    public static ScreeningModel BuiltIn => TheBuiltIn.Value;

    public RuleSet Rules { get; } = rules;

    public HeadModel? Heads { get; } = heads;
}
