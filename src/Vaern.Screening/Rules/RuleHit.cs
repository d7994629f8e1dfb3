using Vaern.Screening.Explaining;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Rules;

/// <summary>A rule that was hit in a view.</summary>
/// <param name="Spans">In the text as received.</param>
/// <param name="Damping">Cues that were heard and did not cancel.</param>
/// <param name="Cancelled">The cue that kept it from counting; null when it counts.</param>
internal sealed record RuleHit(Rule Rule, TextView View, IReadOnlyList<TextSpan> Spans, IReadOnlyList<CueSpan> Damping, Cue? Cancelled, bool Raised)
{
    public bool CancelledByHelp => Cancelled == Cue.Help;
}
