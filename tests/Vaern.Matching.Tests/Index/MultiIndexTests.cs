using FsCheck;
using FsCheck.Fluent;
using Vaern.Matching.Hashing;
using Vaern.Matching.Index;

namespace Vaern.Matching.Tests.Index;

public sealed class MultiIndexTests
{
    private static readonly PdqHash One = TestHashes.Many(1, 11)[0];

    public static TheoryData<bool> Forms => [false, true];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Distance_31_is_found_and_32_is_not(bool withHalves)
    {
        var index = new MultiIndex([One], withHalves);
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            TestHashes.ByIndex(index, TestHashes.Near(One, 31, random), 31).ShouldBe([(0, 31)]);
            TestHashes.ByIndex(index, TestHashes.Near(One, 32, random), 31).ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_worst_spread_of_31_is_found_and_two_in_every_slot_are_not(bool withHalves)
    {
        var index = new MultiIndex([One], withHalves);
        var two = One;
        for (var slot = 0; slot < 16; slot++)
        {
            two = two.Flip(slot * 16).Flip((slot * 16) + 9);
        }

        TestHashes.ByIndex(index, two, 31).ShouldBeEmpty();
        for (var slot = 0; slot < 16; slot++)
        {
            // Two in every slot but one, where it is one.
            TestHashes.ByIndex(index, two.Flip(slot * 16), 31).ShouldBe([(0, 31)]);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Flips_packed_into_two_slots_are_found(bool withHalves)
    {
        var packed = Enumerable.Range(32, 31).Aggregate(One, (hash, bit) => hash.Flip(bit));

        TestHashes.ByIndex(new MultiIndex([One], withHalves), packed, 31).ShouldBe([(0, 31)]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Five_hundred_hashes_that_share_a_half_are_told_apart(bool withHalves)
    {
        var random = new Random(6);
        var low = Enumerable.Range(0, 500).Select(_ => TestHashes.Next(random) with { Word0 = One.Word0, Word1 = One.Word1 });
        var high = Enumerable.Range(0, 500).Select(_ => TestHashes.Next(random) with { Word2 = One.Word2, Word3 = One.Word3 });
        PdqHash[] hashes = [.. low, .. high, One];
        var index = new MultiIndex(hashes, withHalves);

        for (var k = 0; k < hashes.Length; k++)
        {
            var query = TestHashes.Near(hashes[k], k % 32, random);
            TestHashes.ByIndex(index, query, 31).ShouldBe(TestHashes.ByScan(hashes, query, 31));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_family_of_300_and_exact_duplicates_are_each_reported_once(bool withHalves)
    {
        var random = new Random(7);
        PdqHash[] hashes = [.. Enumerable.Range(0, 300).Select(_ => TestHashes.Near(One, random.Next(0, 16), random)), .. Enumerable.Repeat(One, 50), .. TestHashes.Many(2000, 8)];
        var index = new MultiIndex(hashes, withHalves);

        foreach (var most in new[] { 0, 5, 15, 16, 31 })
        {
            TestHashes.ByIndex(index, One, most).ShouldBe(TestHashes.ByScan(hashes, One, most));
        }
        TestHashes.ByIndex(index, One, 0).Length.ShouldBeGreaterThanOrEqualTo(50);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_empty_index_finds_nothing(bool withHalves) => TestHashes.ByIndex(new MultiIndex([], withHalves), One, 31).ShouldBeEmpty();

    [Fact]
    public void A_million_random_hashes_give_every_planted_match()
    {
        var hashes = TestHashes.Many(1_000_000, 9);
        var index = new MultiIndex(hashes);
        var random = new Random(10);

        for (var distance = 0; distance <= 31; distance++)
        {
            for (var round = 0; round < 12; round++)
            {
                var place = random.Next(hashes.Length);
                TestHashes.ByIndex(index, TestHashes.Near(hashes[place], distance, random), 31).ShouldContain((place, distance));
            }
        }
        for (var round = 0; round < 4; round++)
        {
            var query = TestHashes.Near(hashes[round], 31, random);
            TestHashes.ByIndex(index, query, 31).ShouldBe(TestHashes.ByScan(hashes, query, 31));
        }
    }

    [Fact]
    public void Whatever_is_in_it_and_whatever_is_asked_the_plain_scan_says_the_same() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
            (from seed in Gen.Choose(0, int.MaxValue - 1)
             from count in Gen.Choose(0, 400)
             from families in Gen.Choose(1, 20)
             from most in Gen.Choose(0, 31)
             from halves in Gen.Elements(true, false)
             select (seed, count, families, most, halves)).ToArbitrary(),
            one =>
            {
                var random = new Random(one.seed);
                var centres = TestHashes.Many(one.families, one.seed);
                var hashes = Enumerable.Range(0, one.count).Select(_ => TestHashes.Near(centres[random.Next(centres.Length)], random.Next(0, 40), random)).ToArray();
                var query = TestHashes.Near(centres[0], random.Next(0, 40), random);
                var expected = TestHashes.ByScan(hashes, query, one.most);
                TestHashes.ByIndex(new MultiIndex(hashes, one.halves), query, one.most).ShouldBe(expected);
                var scanned = new HitBuffer();
                PlainScan.Search(hashes, query, one.most, 0, ref scanned);
                scanned.Hits.ToArray().Select(hit => (hit.Place, hit.Distance)).ShouldBe(expected);
                var counts = new int[4];
                PlainScan.CountFour(hashes, [query, centres[0], query, query], one.most, counts);
                (counts[0], counts[2], counts[3]).ShouldBe((expected.Length, expected.Length, expected.Length));
            }));
}
