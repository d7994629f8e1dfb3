namespace Vaern.Rules;

/// <summary>Something that older material says and that must not be used.</summary>
/// <param name="Number">Running number from 1.</param>
/// <param name="Where">Where it stands.</param>
/// <param name="Says">What it says.</param>
/// <param name="UseInstead">What to use instead.</param>
/// <param name="Rules">The rules that replace it.</param>
public sealed record Superseded(int Number, LocalText Where, LocalText Says, LocalText UseInstead, IReadOnlyList<string>? Rules = null)
{
    /// <inheritdoc cref="Superseded" path="/param[@name='Rules']"/>
    public IReadOnlyList<string> Rules { get; init; } = Rules ?? [];
}

internal sealed record SupersededFile(string Format, string RuleSet, IReadOnlyList<Superseded> Entries);
