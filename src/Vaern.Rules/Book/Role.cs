namespace Vaern.Rules;

/// <summary>Somebody who can carry a duty.</summary>
/// <param name="Key">Stable key, for example <c>school_leader</c>.</param>
/// <param name="Name">The name users see.</param>
/// <param name="Also">Roles whose duties this one carries too: a school leader is also an employee.</param>
public sealed record Role(string Key, LocalText Name, IReadOnlyList<string>? Also = null)
{
    /// <inheritdoc cref="Role" path="/param[@name='Also']"/>
    public IReadOnlyList<string> Also { get; init; } = Also ?? [];
}

internal sealed record RoleFile(string Format, string RuleSet, IReadOnlyList<Role> Roles);
