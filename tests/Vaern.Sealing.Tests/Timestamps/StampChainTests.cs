using System.Security.Cryptography;
using Shouldly;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Timestamps;
using Xunit;

namespace Vaern.Sealing.Tests.Timestamps;

/// <summary>Stamps over the years: a first service whose certificate ends, a second that renews its stamps in time, and what a forger would try.</summary>
public sealed class StampChainTests
{
    private static readonly DateTimeOffset Start = FixedClock.SampleTime;
    private readonly LocalTimestampAuthority first = Service("Første", Start, Start.AddYears(2));
    private readonly List<LocalTimestampAuthority> services = [];

    public StampChainTests() => services.Add(first);

    [Fact]
    public async Task A_stamp_that_has_ended_is_carried_on_by_a_renewal_that_was_made_in_time()
    {
        var (a, b) = (await StampedAsync("B-001"), await StampedAsync("B-002"));
        var renewal = await RenewAsync(Start.AddYears(1), a, b);

        Verify(Start.AddMonths(6), [a, b], renewal).ShouldSatisfyAllConditions(v => v.Faults.ShouldBeEmpty(), v => v.Covered.ShouldBe(0), v => v.Stamps.ShouldBe(3));
        Verify(Start.AddYears(3), [a, b], renewal).ShouldSatisfyAllConditions(v => v.Faults.ShouldBeEmpty(), v => v.Lapsed.ShouldBeEmpty(), v => v.Covered.ShouldBe(2), v => v.Renewals.ShouldBe(1));
    }

    [Fact]
    public async Task A_renewal_is_renewed_in_its_turn_and_the_chain_is_followed_to_its_end()
    {
        var a = await StampedAsync("B-001");
        var second = await RenewAsync(Start.AddYears(1), a);
        var third = await RenewAsync(Start.AddMonths(30), Thing(second));

        Verify(Start.AddYears(4), [a], second, third).ShouldSatisfyAllConditions(v => v.Faults.ShouldBeEmpty(), v => v.Lapsed.ShouldBeEmpty(), v => v.Covered.ShouldBe(2));
        Verify(Start.AddYears(4), [a], second).Lapsed.ShouldHaveSingleItem().ShouldStartWith($"renewal {second.Id}: its certificate ended on");
    }

    [Fact]
    public async Task A_stamp_that_ended_without_a_renewal_is_said_to_have_lapsed_and_is_no_fault()
    {
        var a = await StampedAsync("B-001");

        var answer = Verify(Start.AddYears(3), [a]);

        answer.Faults.ShouldBeEmpty();
        answer.Lapsed.ShouldBe([$"B-001: its certificate ended on {Start.AddYears(2):yyyy-MM-dd}"]);
    }

    [Fact]
    public async Task A_stamp_over_something_else_is_a_fault()
    {
        var a = await StampedAsync("B-001");

        Verify(Start, [a with { Over = SHA256.HashData("andet"u8) }]).Faults.ShouldHaveSingleItem().ShouldBe("B-001: the stamp is for something else (message imprint mismatch)");
        Verify(Start, [a with { Stamp = new byte[] { 1, 2, 3 } }]).Faults.ShouldHaveSingleItem().ShouldStartWith("B-001: ");
    }

    [Fact]
    public async Task A_renewal_over_another_stamp_another_hash_or_a_forged_tree_is_a_fault()
    {
        var (a, b) = (await StampedAsync("B-001"), await StampedAsync("B-002"));
        var renewal = await RenewAsync(Start.AddYears(1), a, b);
        var again = await StampedAsync("B-001");

        Verify(Start, [again with { Id = a.Id }, b], renewal).Faults.ShouldHaveSingleItem().ShouldBe("B-001: its renewal is over another stamp or another hash");
        Verify(Start, [a, b], renewal with { Leaves = [.. renewal.Leaves.Reverse()] }).Faults.ShouldHaveSingleItem().ShouldEndWith("its leaves do not lead to its root");

        // Leaves and root made anew to fit: then the stamp is over something else.
        (Guid, ReadOnlyMemory<byte>)[] forged = [(again.Id, StampChain.Leaf(again.Stamp.Span, again.Over.Span))];
        Verify(Start, [again], renewal with { Leaves = forged, Root = MerkleTree.Root([forged[0].Item2]) }).Faults.ShouldHaveSingleItem().ShouldContain("message imprint mismatch");
    }

    [Fact]
    public async Task A_renewal_after_the_certificate_had_ended_covers_nothing()
    {
        var a = await StampedAsync("B-001");
        var late = await RenewAsync(Start.AddYears(2).AddDays(1), a);

        var answer = Verify(Start.AddYears(3), [a], late);

        answer.Faults.ShouldHaveSingleItem().ShouldContain("after its certificate had ended");
        answer.Lapsed.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_renewal_by_a_service_that_is_not_trusted_covers_nothing()
    {
        var a = await StampedAsync("B-001");
        var renewal = await RenewAsync(Start.AddYears(1), a);
        var check = new TimestampCheck([first.Root], []);

        var answer = StampChain.Verify([a], [renewal], check, Start.AddYears(3));

        answer.Faults.ShouldHaveSingleItem().ShouldContain("does not lead to a trusted root");
        answer.Lapsed.ShouldHaveSingleItem().ShouldStartWith("B-001");
    }

    [Fact]
    public async Task What_is_gone_since_it_was_renewed_is_counted_and_a_package_is_renewed_by_its_hash()
    {
        var (a, package) = (await StampedAsync("B-001"), new StampedThing(Guid.CreateVersion7(), "P-2026-001", ReadOnlyMemory<byte>.Empty, SHA256.HashData("zip"u8), Start.AddYears(2)));
        var renewal = await RenewAsync(Start.AddYears(1), a, package);

        Verify(Start.AddYears(3), [package], renewal).ShouldSatisfyAllConditions(v => v.Gone.ShouldBe(1), v => v.Covered.ShouldBe(1), v => v.Faults.ShouldBeEmpty());
        Verify(Start, [a, package with { Over = SHA256.HashData("andet"u8) }], renewal).Faults.ShouldHaveSingleItem().ShouldStartWith("P-2026-001: its renewal is over another");
    }

    private StampChainAnswer Verify(DateTimeOffset now, IReadOnlyList<StampedThing> things, params StampRenewal[] renewals) =>
        StampChain.Verify(things, renewals, new TimestampCheck([.. services.Select(service => service.Root)], []), now);

    private async Task<StampedThing> StampedAsync(string name)
    {
        var over = SHA256.HashData(Guid.CreateVersion7().ToByteArray());
        return new StampedThing(Guid.CreateVersion7(), name, await StampAsync(first, Start, over), over);
    }

    private async Task<StampRenewal> RenewAsync(DateTimeOffset at, params StampedThing[] things)
    {
        var service = Service("Anden", at, at.AddYears(2));
        services.Add(service);
        (Guid, ReadOnlyMemory<byte>)[] leaves = [.. things.Select(thing => (thing.Id, new ReadOnlyMemory<byte>(StampChain.Leaf(thing.Stamp.Span, thing.Over.Span))))];
        var root = MerkleTree.Root([.. leaves.Select(leaf => leaf.Item2)]);
        return new StampRenewal(Guid.CreateVersion7(), root, await StampAsync(service, at, root), leaves);
    }

    private static StampedThing Thing(StampRenewal renewal) => new(renewal.Id, "renewal", renewal.Stamp, renewal.Root);

    private static LocalTimestampAuthority Service(string name, DateTimeOffset at, DateTimeOffset end) => LocalTimestampAuthority.Create(name, new FixedClock(at), at.AddDays(-1), end);

    private static async Task<byte[]> StampAsync(LocalTimestampAuthority service, DateTimeOffset at, byte[] over) =>
        (await new TimestampClient([service.AsAuthority("Test")], new FixedClock(at), TimeSpan.FromSeconds(10)).StampAsync(Convert.ToHexStringLower(over), CancellationToken.None)).Stamp!.Response.Encoded.ToArray();
}
