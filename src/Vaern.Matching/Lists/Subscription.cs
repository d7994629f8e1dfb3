using Vaern.Matching.Hashing;

namespace Vaern.Matching.Lists;

/// <summary>A list of hashes that the municipality has subscribed to: without owner, purpose and basis there is no list.</summary>
/// <param name="Owner">Who keeps the list and whom to ask.</param>
/// <param name="LegalBasis">The provision that allows it to be used here.</param>
/// <param name="Checkpoint">How far it has been fetched, in the words of its service.</param>
/// <param name="Signature">Name of who signed the last fetch, if anybody did.</param>
public sealed record Subscription(
    Guid Id, string Name, string Owner, string Purpose, string LegalBasis, string Licence, string? Checkpoint, DateTimeOffset LastFetched, string? Signature)
{
    /// <summary>After this a match is shown as resting on an old list.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromDays(30);

    public bool IsStale(DateTimeOffset now) => now - LastFetched > StaleAfter;

    /// <summary>What is missing before the list may be used; empty when nothing is.</summary>
    public IReadOnlyList<string> Missing() =>
        [.. new[] { (nameof(Name), Name), (nameof(Owner), Owner), (nameof(Purpose), Purpose), (nameof(LegalBasis), LegalBasis), (nameof(Licence), Licence) }
            .Where(one => string.IsNullOrWhiteSpace(one.Item2)).Select(one => one.Item1)];
}

/// <summary>Proof that entries were deleted because their owner took them back. Holds no hash: the proof must not keep what was deleted.</summary>
/// <param name="Deleted">How many entries were in store and index.</param>
/// <param name="Unknown">How many of the withdrawn were not here.</param>
public sealed record WithdrawalReceipt(Guid ListId, DateTimeOffset At, int Deleted, int Unknown);

/// <summary>What must change so that the store holds what a newly fetched list holds.</summary>
public sealed record ListChange(IReadOnlyList<ListEntry> Added, IReadOnlyList<PdqHash> Withdrawn)
{
    /// <summary>Compares by hash; fetching the same list again changes nothing.</summary>
    public static ListChange Between(IReadOnlySet<PdqHash> held, ReadList fetched)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(fetched);
        var now = fetched.Entries.Select(entry => entry.Hash).ToHashSet();
        return new ListChange([.. fetched.Entries.Where(entry => !held.Contains(entry.Hash))], [.. held.Where(hash => !now.Contains(hash)).OrderBy(hash => hash.ToHex(), StringComparer.Ordinal)]);
    }
}
