namespace Vaern.Screening.Explaining;

/// <summary>What a person made of an explanation.</summary>
public enum VerdictKind
{
    /// <summary>The finding is right.</summary>
    Agree,

    /// <summary>There is something, but it is another category: <see cref="Verdict.Category"/> says which.</summary>
    WrongCategory,

    /// <summary>There is nothing.</summary>
    NotAProblem,

    /// <summary>The reader cannot tell.</summary>
    Unsure,

    /// <summary>Somebody needs help: moves to the care list.</summary>
    Care,

    /// <summary>Passed on: <see cref="Verdict.PassedTo"/> says to whom.</summary>
    PassOn,
}

/// <summary>
/// A person's reading of one explanation. Every reader's verdict is kept, also when they disagree. It becomes training data only
/// after a person has approved the export of masked texts.
/// </summary>
/// <param name="Explanation">What the reader saw.</param>
/// <param name="Kind">The reading.</param>
/// <param name="Category">The right category; required for <see cref="VerdictKind.WrongCategory"/>, else null.</param>
/// <param name="Severity">The reader's own; null when there is nothing.</param>
/// <param name="PassedTo">Required for <see cref="VerdictKind.PassOn"/>, else null.</param>
/// <param name="ReasonCode">From the municipality's list.</param>
/// <param name="MaskedNote">Free text, masked before it comes here.</param>
/// <param name="ReadingTime">How long the reader looked.</param>
/// <param name="ExplanationHelped">The reader's answer; null when not asked.</param>
public sealed record Verdict(
    Explanation Explanation,
    VerdictKind Kind,
    Category? Category,
    Severity? Severity,
    string? PassedTo,
    string? ReasonCode,
    string? MaskedNote,
    TimeSpan ReadingTime,
    bool? ExplanationHelped)
{
    /// <summary>Null when the verdict is whole; otherwise what is missing, as a code.</summary>
    public string? Fault => this switch
    {
        { Kind: VerdictKind.WrongCategory, Category: null } => "verdict.category_missing",
        { Kind: VerdictKind.WrongCategory } when Category == Explanation.Category => "verdict.category_unchanged",
        { Kind: VerdictKind.PassOn, PassedTo: null or "" } => "verdict.recipient_missing",
        { Kind: VerdictKind.NotAProblem, Severity: not null } => "verdict.severity_without_problem",
        _ when ReadingTime < TimeSpan.Zero => "verdict.reading_time_negative",
        _ => null,
    };

    /// <summary>True when the rules were overruled: such rules are listed for repair.</summary>
    public bool Overrules => Explanation.Route != Route.None && Kind is VerdictKind.WrongCategory or VerdictKind.NotAProblem;
}
