using Vaern.Matching.Hashing;

namespace Vaern.Matching.Families;

/// <summary>
/// One content seen in several cases: members and how many cases, never names. A new fingerprint within 31 bits of the <paramref name="Representative"/>
/// joins; one that is only near another member does not, so that chains of small changes cannot tie strangers together.
/// </summary>
/// <param name="Members">Ids of the evidence items or hash-only reports that belong to it, each with its case.</param>
public sealed record ContentFamily(Guid Id, PdqHash Representative, DateTimeOffset FirstSeen, IReadOnlyList<FamilyMember> Members)
{
    /// <summary>How many different cases it is seen in.</summary>
    public int Cases => Members.Select(member => member.Case).Distinct().Count();

    /// <summary>The family with one more member; the same member twice is one.</summary>
    public ContentFamily With(FamilyMember member) => Members.Contains(member) ? this : this with { Members = [.. Members, member] };

    /// <summary>
    /// The family after a case was deleted, or null when that was its last: then representative and record are deleted too, and the deletion
    /// certificate names the family.
    /// </summary>
    public ContentFamily? WithoutCase(Guid closedCase)
    {
        IReadOnlyList<FamilyMember> left = [.. Members.Where(member => member.Case != closedCase)];
        return left.Count == 0 ? null : this with { Members = left };
    }
}

/// <summary>What belongs to a family.</summary>
public sealed record FamilyMember(Guid Item, Guid Case);

/// <summary>Where a new fingerprint belongs.</summary>
public abstract record Placement
{
    /// <summary>Below the gate or unstable: it belongs nowhere and is not stored for search.</summary>
    public sealed record NotComparable(FingerprintStanding Standing) : Placement;

    /// <summary>Within 31 bits of the representative of a family. A lead, until a named person confirms it.</summary>
    public sealed record Near(Guid Family, int Distance) : Placement;

    /// <summary>The first of its kind: it represents the new family.</summary>
    public sealed record First(Guid Family) : Placement;
}
