namespace Vaern.Rules;

/// <summary>A question of the classification.</summary>
/// <param name="Id">Stable id: <c>danger</c>, <c>affected</c>, <c>what</c>, <c>actor</c>, <c>relation</c>.</param>
/// <param name="Text">For adults.</param>
/// <param name="Child">For children; LIX under 35.</param>
/// <param name="Next">The question that follows, or <c>end</c>.</param>
/// <param name="Options">The answers, in the order they are shown.</param>
public sealed record Question(string Id, LocalText Text, LocalText Child, string Next, IReadOnlyList<AnswerOption> Options);

/// <summary>An answer that can be chosen.</summary>
/// <param name="Id">Stable id within its question.</param>
/// <param name="Text">For adults.</param>
/// <param name="Child">For children; LIX under 35.</param>
/// <param name="OnlyIf">Earlier answers that make the option possible: for each question one of the named options.</param>
/// <param name="Next">The question that follows instead of the question's own, or null.</param>
public sealed record AnswerOption(
    string Id,
    LocalText Text,
    LocalText Child,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? OnlyIf = null,
    string? Next = null);
