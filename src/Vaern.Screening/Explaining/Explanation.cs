namespace Vaern.Screening.Explaining;

/// <summary>
/// Why a text stands where it stands: the answer of the screening and what is stored of it. Spans are in UTF-16 code units of
/// the text as received and never cut a grapheme. A rule or a head proposes; a person decides.
/// </summary>
/// <param name="Flag">A concern by category. Never true on the care route.</param>
/// <param name="Route">Care wins: a text that is both is care alone.</param>
/// <param name="Category">The main category; null when nothing was found.</param>
/// <param name="Severity">Null when nothing was found.</param>
/// <param name="Score">0–1, for ranking inside a review budget. Not a probability and never shown to a reader.</param>
/// <param name="Offensive">The offensive-language head alone, by the definition of DKhate. Never a concern by itself.</param>
/// <param name="Spans">One or more for each rule that was hit, in the order of the text.</param>
/// <param name="Act">What is done, by the rule's word: violence, trade, press …; null when nothing was found.</param>
/// <param name="Damping">Cues that speak against, each with its place.</param>
/// <param name="Also">Other categories that were found, most severe first.</param>
/// <param name="Heads">What each linear head said; empty when the model has none.</param>
/// <param name="Help">Ids of help offers; only on the care route.</param>
/// <param name="NearMiss">A rule that would have been hit but for a cue; null when there is none.</param>
public sealed record Explanation(
    bool Flag,
    Route Route,
    Category? Category,
    Severity? Severity,
    double Score,
    bool Offensive,
    IReadOnlyList<RuleSpan> Spans,
    string? Act,
    Target Target,
    IReadOnlyList<CueSpan> Damping,
    IReadOnlyList<Category> Also,
    IReadOnlyList<HeadFinding> Heads,
    IReadOnlyList<string> Help,
    NearMiss? NearMiss,
    ScreeningVersion Version);

/// <summary>The words that a rule was hit by.</summary>
/// <param name="Rule">Id and version, such as <c>threat.violence.beat-up@1</c>.</param>
/// <param name="Why">One Danish sentence for the reader.</param>
/// <param name="View">The view of the text that the rule was hit in; <c>base</c> unless the spelling was disguised.</param>
public sealed record RuleSpan(int Start, int Length, string Rule, string Why, string View);

/// <summary>A damping cue and its place.</summary>
public sealed record CueSpan(Cue Cue, int Start, int Length);

/// <summary>What a linear head said.</summary>
/// <param name="Head">A category code or <c>offensive</c>.</param>
/// <param name="P">Calibrated probability, 0–1.</param>
/// <param name="Spans">The at most three stretches that speak most for it; empty when it is far below its threshold.</param>
public sealed record HeadFinding(string Head, double P, IReadOnlyList<WeightSpan> Spans);

/// <summary>A stretch of text and its share in a head's decision.</summary>
public sealed record WeightSpan(int Start, int Length, double Weight);

/// <summary>The nearest rule that was not hit, and the cue that kept it back.</summary>
public sealed record NearMiss(string Rule, Cue Cue);

/// <summary>What an explanation was made with; a newer version can be compared with an older on the same text.</summary>
public sealed record ScreeningVersion(string Rules, string Heads, string Normaliser);
