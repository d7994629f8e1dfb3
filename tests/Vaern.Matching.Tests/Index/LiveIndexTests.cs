using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Vaern.Matching.Hashing;
using Vaern.Matching.Index;

namespace Vaern.Matching.Tests.Index;

public sealed class LiveIndexTests
{
    [Fact]
    public void What_is_added_is_found_at_once_and_what_is_withdrawn_no_more()
    {
        var index = new LiveIndex();
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var hash = TestHashes.Many(1, 1)[0];

        index.Search(hash).ShouldBeEmpty();
        index.Add(a, hash);
        index.Add(b, hash.Flip(3));
        index.Search(hash).ShouldBe([new KeyHit(a, 0), new KeyHit(b, 1)]);
        index.Remove(a, hash).ShouldBeTrue();
        index.Remove(a, hash).ShouldBeFalse();
        index.Remove(b, hash).ShouldBeFalse();
        index.Search(hash).ShouldBe([new KeyHit(b, 1)]);
        index.Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_hash_under_two_keys_is_withdrawn_one_at_a_time()
    {
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var hash = TestHashes.Many(1, 2)[0];
        var index = new LiveIndex([new IndexEntry(a, hash), new IndexEntry(b, hash)]);

        index.Remove(b, hash).ShouldBeTrue();
        index.Search(hash).ShouldBe([new KeyHit(a, 0)]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(32)]
    public void A_distance_that_the_index_cannot_promise_is_refused(int most) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new LiveIndex().Search(default, most));

    [Fact]
    public async Task A_tail_of_more_than_ten_thousand_becomes_part_of_the_base()
    {
        var index = new LiveIndex();
        var hashes = TestHashes.Many(10_001, 3);
        var keys = hashes.Select(_ => Guid.CreateVersion7()).ToArray();

        index.AddRange([.. hashes.Zip(keys, (hash, key) => new IndexEntry(key, hash))]);
        await index.Compaction;

        index.TailLength.ShouldBe(0);
        index.Count.ShouldBe(10_001);
        index.Search(hashes[10_000].Flip(77)).ShouldBe([new KeyHit(keys[10_000], 1)]);
    }

    [Fact]
    public void Withdrawn_hashes_are_gone_from_memory_after_the_swap()
    {
        var hashes = TestHashes.Many(1000, 4);
        var keys = hashes.Select(_ => Guid.CreateVersion7()).ToArray();
        var index = new LiveIndex(hashes.Zip(keys, (hash, key) => new IndexEntry(key, hash)));
        var old = index.CurrentGeneration;

        index.Add(keys[5], hashes[5].Flip(0));
        index.Remove(keys[0], hashes[0]).ShouldBeTrue();
        index.WithdrawnInMemory.ShouldBe(1);
        index.Compact();

        index.WithdrawnInMemory.ShouldBe(0);
        index.Count.ShouldBe(1000);
        old.IsWiped.ShouldBeTrue();
        foreach (var hash in old.Segment.Hashes)
        {
            hash.IsZero.ShouldBeTrue();
        }
        index.CurrentGeneration.Segment.Hashes.ToArray().ShouldNotContain(hashes[0]);
        index.Search(hashes[5]).Count.ShouldBe(2);
    }

    [Fact]
    public void A_base_that_is_being_read_is_wiped_by_its_last_reader()
    {
        var generation = new Generation(new MultiIndex(TestHashes.Many(10, 5)), new Guid[10]);
        generation.TryEnter().ShouldBeTrue();
        generation.TryEnter().ShouldBeTrue();

        generation.Retire();
        generation.TryEnter().ShouldBeFalse();
        generation.IsWiped.ShouldBeFalse();
        generation.Leave();
        generation.IsWiped.ShouldBeFalse();
        generation.Leave();
        generation.IsWiped.ShouldBeTrue();
    }

    [Fact]
    public async Task Readers_see_whole_states_while_entries_come_and_go_and_bases_are_swapped()
    {
        // A thousand that stay; each batch of seven comes and goes together, so a reader sees seven or none.
        const int Batch = 7, Rounds = 300;
        var lasting = TestHashes.Many(1000, 6);
        var index = new LiveIndex(lasting.Select(hash => new IndexEntry(Guid.CreateVersion7(), hash)));
        var flock = TestHashes.Many(1, 7)[0];
        using var done = new CancellationTokenSource();
        var wrong = new ConcurrentBag<string>();
        var readers = Enumerable.Range(0, 3).Select(number => Task.Run(() =>
        {
            var random = new Random(number);
            var searches = 0;
            while (!done.IsCancellationRequested || searches < 100)
            {
                searches++;
                var query = lasting[random.Next(lasting.Length)];
                if (index.Search(TestHashes.Near(query, random.Next(32), random)).Count != 1)
                {
                    wrong.Add("a lasting entry was missed");
                }
                if (index.Search(flock).Count % Batch != 0)
                {
                    wrong.Add("part of a batch was seen");
                }
            }
            return searches;
        })).ToArray();

        for (var round = 0; round < Rounds; round++)
        {
            index.AddRange([.. Enumerable.Range(0, Batch).Select(k => new IndexEntry(Guid.CreateVersion7(), flock.Flip(k)))]);
            if (round % 10 == 0)
            {
                index.Compact();
            }
        }
        await done.CancelAsync();

        (await Task.WhenAll(readers)).ShouldAllBe(searches => searches >= 100);
        await index.Compaction;
        wrong.ShouldBeEmpty();
        index.Search(flock).Count.ShouldBe(Batch * Rounds);
    }

    [Fact]
    public void Any_order_of_adding_withdrawing_and_rebuilding_gives_what_a_plain_list_gives() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var centres = TestHashes.Many(4, seed);
            var plain = new List<IndexEntry>();
            var index = new LiveIndex();
            for (var step = 0; step < 120; step++)
            {
                switch (random.Next(8))
                {
                    case 0:
                        index.Compact();
                        break;
                    case 1 or 2 when plain.Count > 0:
                        var gone = plain[random.Next(plain.Count)];
                        index.Remove(gone.Key, gone.Hash).ShouldBeTrue();
                        plain.Remove(gone);
                        break;
                    default:
                        var entry = new IndexEntry(Guid.CreateVersion7(), TestHashes.Near(centres[random.Next(4)], random.Next(20), random));
                        index.Add(entry.Key, entry.Hash);
                        plain.Add(entry);
                        break;
                }
                var most = random.Next(32);
                var query = TestHashes.Near(centres[random.Next(4)], random.Next(20), random);
                index.Search(query, most).ShouldBe(plain
                    .Select(one => new KeyHit(one.Key, one.Hash.Distance(query))).Where(hit => hit.Distance <= most).OrderBy(hit => hit.Distance).ThenBy(hit => hit.Key));
                index.Count.ShouldBe(plain.Count);
            }
        }));
}
