namespace Vaern.Rules;

/// <summary>Which evidence a report may hold (law S-1).</summary>
public enum EvidenceRule
{
    /// <summary>Files may be received.</summary>
    Ordinary,

    /// <summary>Never a file, a preview or a fingerprint: only what, where, who and when.</summary>
    Restricted,

    /// <summary>Restricted until someone has answered that every person shown is 18 or over; "do not know" stays restricted.</summary>
    RestrictedUnlessAdult,
}

/// <summary>The municipal work that a report can lead to.</summary>
public enum ReportTrack { School, Workplace, ChildConcern }

/// <summary>What a person can say that a report is about. Never a legal verdict.</summary>
/// <param name="Code">Stable kebab-case code, stored with the report.</param>
/// <param name="Title">For adults and staff.</param>
/// <param name="ChildWording">In a child's words; LIX under 35.</param>
/// <param name="Evidence">Which evidence the report may hold.</param>
/// <param name="Tracks">The work it may lead to, the usual one first.</param>
/// <param name="Rules">Ids of rules that may matter; empty when only the classification can tell.</param>
/// <param name="What">The answer it gives to the question <c>what</c> of the classification.</param>
public sealed record ReportCategory(
    string Code,
    LocalText Title,
    LocalText ChildWording,
    EvidenceRule Evidence,
    IReadOnlyList<ReportTrack> Tracks,
    string What,
    IReadOnlyList<string>? Rules = null)
{
    /// <inheritdoc cref="ReportCategory" path="/param[@name='Rules']"/>
    public IReadOnlyList<string> Rules { get; init; } = Rules ?? [];

    /// <summary>Whether no file may be received unless everyone shown is known to be 18 or over.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRestrictedByDefault => Evidence != EvidenceRule.Ordinary;
}

/// <summary>The categories of the public report, in the order they are shown.</summary>
public static class ReportCategories
{
    private static readonly Lazy<IReadOnlyList<ReportCategory>> Shipped =
        new(() => RuleFiles.Read<ReportCategoryFile>("report-categories").Categories);

    /// <summary>Every category; "something else" and "do not know" come last.</summary>
    public static IReadOnlyList<ReportCategory> All => Shipped.Value;

    /// <summary>The category with the code.</summary>
    /// <returns>The category, or <c>category.unknown</c>.</returns>
    public static RulesResult<ReportCategory> Find(string code) =>
        All.FirstOrDefault(category => category.Code == code) is { } found
            ? found
            : new RulesError("category.unknown", new($"Kategorien \"{code}\" findes ikke.", $"There is no category \"{code}\"."));
}

internal sealed record ReportCategoryFile(string Format, string RuleSet, IReadOnlyList<ReportCategory> Categories);
