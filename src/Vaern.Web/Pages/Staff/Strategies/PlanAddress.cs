using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>How the kinds of plan are called in addresses.</summary>
internal static class PlanAddress
{
    /// <summary>What a page route takes.</summary>
    public const string Kinds = "regex(^(strategi|haandteringsplan|retningslinjer|beredskab)$)";

    private static readonly (string Kind, string Word)[] Words = [("strategy", "strategi"), ("handling", "haandteringsplan"), ("guidelines", "retningslinjer"), ("preparedness", "beredskab")];

    public static string? KindOf(string? word) => Words.FirstOrDefault(pair => string.Equals(pair.Word, word, StringComparison.OrdinalIgnoreCase)).Kind;

    public static string Word(string kind) => Words.First(pair => pair.Kind == kind).Word;

    /// <summary>The staff's page of a plan.</summary>
    public static string Of(UnitId unit, PlanTemplate template) => $"/planer/{unit.Value}/{Word(template.Kind)}";

    /// <summary>Where anybody reads it once it is in force; null for a plan that is for staff alone.</summary>
    public static string? Public(Unit unit, PlanTemplate template) => template switch
    {
        { Public: false } => null,
        { Kind: "preparedness" } => "/kommunen/beredskab",
        _ => $"/skoler/{PublishedPlans.Address(unit)}/{Word(template.Kind)}",
    };
}
