using System.Security.Cryptography;
using Vaern.Sealing.Custody;

namespace Vaern.Sealing.Timestamps;

/// <summary>Something that was stamped, and its stamp.</summary>
/// <param name="Name">What people call it: <c>F-2026-0147 B-001</c>.</param>
/// <param name="Stamp">The whole RFC 3161 response, or empty for a package, whose stamps lie inside it and are checked there.</param>
/// <param name="Over">The SHA-256 that the stamp is over, or that of the package.</param>
/// <param name="EndsAt">When the first certificate behind it ends, where the stamp itself is not at hand.</param>
public sealed record StampedThing(Guid Id, string Name, ReadOnlyMemory<byte> Stamp, ReadOnlyMemory<byte> Over, DateTimeOffset? EndsAt = null);

/// <summary>A renewal: one new stamp over the root of a Merkle tree of old ones. It is itself stamped, and can be renewed in its turn.</summary>
/// <param name="Leaves">In the order of the tree: what was renewed, and <see cref="StampChain.Leaf"/> of it.</param>
public sealed record StampRenewal(Guid Id, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Stamp, IReadOnlyList<(Guid Subject, ReadOnlyMemory<byte> Hash)> Leaves);

/// <summary>What came of checking stamps and their renewals.</summary>
/// <param name="Stamps">How many stamps were checked, renewals included.</param>
/// <param name="Covered">Things whose first certificate has ended and that a renewal made in time carries on.</param>
/// <param name="Lapsed">Names of things whose certificate has ended without a renewal: the stamp holds at its own time, and nothing shows that it is from then.</param>
/// <param name="Gone">Renewed things that are no longer there, such as those of a deleted case; only their hash is left.</param>
/// <param name="Faults">What does not hold, with the name of the thing.</param>
public sealed record StampChainAnswer(int Stamps, int Renewals, int Covered, IReadOnlyList<string> Lapsed, int Gone, IReadOnlyList<string> Faults);

/// <summary>
/// Checks stamps with their renewals (evidence format §5.7): each stamp is over what it should be over and leads to a trusted root at its own time; each renewal
/// is over exactly the old stamps it names, and was made while the certificates behind them still held. A renewal of a renewal is a link like any other.
/// </summary>
public static class StampChain
{
    /// <summary>What goes into the tree for one old stamp: SHA-256(stamp ‖ what it is over).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> stamp, ReadOnlySpan<byte> over) => SHA256.HashData([.. stamp, .. over]);

    /// <param name="check">Trusts the roots of all services that were ever used.</param>
    /// <param name="now">Certificates that end before this have ended.</param>
    public static StampChainAnswer Verify(IReadOnlyList<StampedThing> things, IReadOnlyList<StampRenewal> renewals, TimestampCheck check, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(things);
        ArgumentNullException.ThrowIfNull(renewals);
        ArgumentNullException.ThrowIfNull(check);
        var faults = new List<string>();
        var known = new Dictionary<Guid, Link>();
        foreach (var thing in things.Concat(renewals.Select(AsThing))) known[thing.Id] = Read(thing, check, faults);

        var (good, gone) = (new HashSet<Guid>(), 0);
        foreach (var renewal in renewals)
        {
            if (!MerkleTree.Root([.. renewal.Leaves.Select(leaf => leaf.Hash)]).AsSpan().SequenceEqual(renewal.Root.Span))
            {
                faults.Add($"{AsThing(renewal).Name}: its leaves do not lead to its root");
                continue;
            }
            foreach (var (subject, hash) in renewal.Leaves)
            {
                if (!known.TryGetValue(subject, out var old)) gone++;
                else if (!Leaf(old.Thing.Stamp.Span, old.Thing.Over.Span).AsSpan().SequenceEqual(hash.Span)) faults.Add($"{old.Thing.Name}: its renewal is over another stamp or another hash");
                else if (known[renewal.Id].Time is not { } made) continue;
                else if (made > old.EndsAt) faults.Add($"{old.Thing.Name}: renewed {made:yyyy-MM-dd}, after its certificate had ended on {old.EndsAt:yyyy-MM-dd}");
                else good.Add(subject);
            }
        }
        var ended = known.Values.Where(link => link.EndsAt < now).ToList();
        return new StampChainAnswer(
            known.Values.Count(link => !link.Thing.Stamp.IsEmpty), renewals.Count, ended.Count(link => good.Contains(link.Thing.Id)),
            [.. ended.Where(link => !good.Contains(link.Thing.Id)).Select(link => $"{link.Thing.Name}: its certificate ended on {link.EndsAt:yyyy-MM-dd}")], gone, faults);
    }

    private static StampedThing AsThing(StampRenewal renewal) => new(renewal.Id, $"renewal {renewal.Id}", renewal.Stamp, renewal.Root);

    private static Link Read(StampedThing thing, TimestampCheck check, List<string> faults)
    {
        if (thing.Stamp.IsEmpty) return new Link(thing, null, thing.EndsAt);
        var (response, unreadable) = TimestampResponse.Read(thing.Stamp);
        if (response is null)
        {
            faults.Add($"{thing.Name}: {unreadable}");
            return new Link(thing, null, null);
        }
        var (fault, chain) = check.Check(response, Convert.ToHexStringLower(thing.Over.Span));
        if (fault is not null) faults.Add($"{thing.Name}: {fault}");
        return fault is null ? new Link(thing, response.Time, chain.Min(certificate => new DateTimeOffset(certificate.NotAfter.ToUniversalTime()))) : new Link(thing, null, null);
    }

    /// <param name="Time">When it was stamped; null for a stamp that does not hold.</param>
    private sealed record Link(StampedThing Thing, DateTimeOffset? Time, DateTimeOffset? EndsAt);
}
