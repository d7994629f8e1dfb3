namespace Vaern.Rules;

/// <summary>Keeps rules off that are not confirmed as adopted. Every flag ships off.</summary>
/// <param name="Name">Stable name, for example <c>law.strafreform</c>.</param>
/// <param name="On">Whether it is on; needs a named person.</param>
/// <param name="Covers">What it covers, for rule editors (English).</param>
/// <param name="Unconfirmed">What is not confirmed.</param>
/// <param name="Condition">What must be true before it may be switched on.</param>
public sealed record Flag(string Name, bool On, string Covers, LocalText Unconfirmed, LocalText Condition);

internal sealed record FlagFile(string Format, string RuleSet, IReadOnlyList<Flag> Flags);
