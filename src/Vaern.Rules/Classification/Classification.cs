namespace Vaern.Rules;

/// <summary>
/// What a set of answers leads to. Never a verdict: it says what a matter may be covered by, and the assessment belongs to
/// police, prosecutor or court (law S-2).
/// </summary>
public sealed record Classification
{
    /// <summary>The rule set the result was made under; a case keeps it.</summary>
    public required string RuleSet { get; init; }

    /// <summary>Version of the tree.</summary>
    public required int TreeVersion { get; init; }

    /// <summary>The answers, by question id.</summary>
    public required IReadOnlyDictionary<string, string> Answers { get; init; }

    /// <summary>Stable code of the outcome.</summary>
    public required string Outcome { get; init; }

    public required LocalText Title { get; init; }

    /// <summary>The outcome in words; says "kan være" / "may be".</summary>
    public required LocalText Text { get; init; }

    /// <summary>The outcome for a child; LIX under 35.</summary>
    public required LocalText Child { get; init; }

    /// <summary>Who assesses it.</summary>
    public required LocalText AssessedBy { get; init; }

    /// <summary>Unpleasant but probably lawful: a full outcome, with support.</summary>
    public required bool ProbablyLawful { get; init; }

    /// <summary>Ordinary or restricted; never undecided.</summary>
    public required EvidenceRule Evidence { get; init; }

    /// <summary>Provisions that it may be covered by.</summary>
    public required IReadOnlyList<PossibleSection> PossibleSections { get; init; }

    /// <summary>Duties to look at, the responsible roles within.</summary>
    public required IReadOnlyList<Rule> Duties { get; init; }

    /// <summary>Rules whose clock may run; each begins at its own start event.</summary>
    public required IReadOnlyList<Rule> Clocks { get; init; }

    /// <summary>What to do first, in order.</summary>
    public required IReadOnlyList<LocalText> DoFirst { get; init; }

    /// <summary>What not to do.</summary>
    public required IReadOnlyList<LocalText> DoNots { get; init; }

    /// <summary>Support that is offered whatever the outcome.</summary>
    public required IReadOnlyList<LocalText> Support { get; init; }

    /// <summary>Who can help.</summary>
    public required IReadOnlyList<Contact> Help { get; init; }
}

/// <summary>A provision that a matter may be covered by.</summary>
/// <param name="Rule">The offence rule.</param>
/// <param name="Wording">"Kan være omfattet af § …".</param>
public sealed record PossibleSection(Rule Rule, LocalText Wording);
