namespace Vaern.Rules;

internal sealed record ClassificationFile(
    string Format,
    string RuleSet,
    int Version,
    LocalText AssessedBy,
    LocalText SectionWording,
    string First,
    IReadOnlyList<Question> Questions,
    IReadOnlyList<Advice> Texts,
    IReadOnlyList<OutcomeRow> Outcomes,
    IReadOnlyList<Finding> Findings);

internal sealed record Advice(string Id, LocalText Text);

/// <summary>The first row whose answers all match names the outcome.</summary>
internal sealed record OutcomeRow(
    string Code,
    IReadOnlyDictionary<string, IReadOnlyList<string>> When,
    LocalText Title,
    LocalText Text,
    LocalText Child,
    bool ProbablyLawful = false);

/// <summary>Every finding whose answers all match adds to the result.</summary>
internal sealed record Finding
{
    public required string Id { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> When { get; init; }

    public EvidenceRule Evidence { get; init; }

    public IReadOnlyList<string> Sections { get; init; } = [];

    public IReadOnlyList<string> Duties { get; init; } = [];

    public IReadOnlyList<string> Clocks { get; init; } = [];

    public IReadOnlyList<string> DoFirst { get; init; } = [];

    public IReadOnlyList<string> DoNots { get; init; } = [];

    public IReadOnlyList<string> Support { get; init; } = [];

    public IReadOnlyList<string> Help { get; init; } = [];
}
