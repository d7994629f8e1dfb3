namespace Vaern.Rules;

/// <summary>What to compare with the official text before anything else, in order of importance, with the reason.</summary>
/// <param name="Rules">Ids of the rules concerned.</param>
/// <param name="Reason">Why it comes here in the order.</param>
public sealed record VerifyFirst(IReadOnlyList<string> Rules, LocalText Reason)
{
    private static readonly Lazy<IReadOnlyList<VerifyFirst>> Shipped = new(() => RuleFiles.Read<VerifyFirstFile>("verify-first").Entries);

    /// <summary>The list, the most important first.</summary>
    public static IReadOnlyList<VerifyFirst> All => Shipped.Value;
}

internal sealed record VerifyFirstFile(string Format, string RuleSet, IReadOnlyList<VerifyFirst> Entries);
