using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vaern.Matching.Hashing;
using Vaern.Matching.Lists;
using Vaern.Matching.Tests.Index;

namespace Vaern.Matching.Tests.Lists;

public sealed class HashListTests
{
    private static readonly PdqHash[] Proper = [.. TestHashes.Many(50, 31).Where(hash => hash.BitCount is >= 96 and <= 160)];

    private static string Hex => Proper[0].ToHex();

    [Fact]
    public void Plain_lines_marked_lines_CSV_and_frames_are_read()
    {
        var list = Read($"hash,quality,label\n{Proper[0].ToHex()},80,a picture\r\n{Proper[1].ToHex().ToUpperInvariant()}\npdq {Proper[2].ToHex()}\n\n# a word\n"
            + $"{Proper[3].ToHex()},,\"one, \"\"two\"\"\"\n7,90,{Proper[4].ToHex()},7.250\n{Proper[5].ToHex()} # said later");

        list.Refused.ShouldBeEmpty();
        list.Accepted.ShouldBe(6);
        list.Entries.ShouldBe([
            new ListEntry(Proper[0], 80, "a picture", 2), new ListEntry(Proper[1], null, "", 3), new ListEntry(Proper[2], null, "", 4),
            new ListEntry(Proper[3], null, "one, \"two\"", 7), new ListEntry(Proper[4], 90, "7.250 s", 8), new ListEntry(Proper[5], null, "", 9)]);
    }

    [Fact]
    public void A_bad_line_is_refused_with_number_and_reason_and_the_reading_goes_on()
    {
        var zero = new string('0', 64);
        var few = new string('0', 60) + "ffff";
        var list = Read($"{Hex[1..]}\n{Hex}0\n{Hex[1..]}x\n{zero}\n{Hex},49\n{Hex},many\n{few}\n{Hex},80,\"open\n{Hex},80,a,b\nno hash at all\n{Hex}\n");

        list.Refused.Select(line => (line.Line, line.Reason)).ShouldBe([
            (1, "length"), (2, "length"), (3, "not-hex"), (4, "zero"), (5, "quality"), (6, "quality"), (7, "bits"), (8, "form"), (9, "form"), (10, "length")]);
        list.Entries.ShouldBe([new ListEntry(Proper[0], null, "", 11)]);
    }

    [Fact]
    public void A_line_of_more_than_a_megabyte_and_one_that_is_not_text_are_refused()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(new string('a', HashListReader.MostLineBytes + 1)), (byte)'\n', 0xFF, 0xFE, (byte)'\n', .. Encoding.UTF8.GetBytes(Hex)];
        var list = HashListReader.Read(new MemoryStream(bytes));

        list.Refused.Select(line => (line.Line, line.Reason)).ShouldBe([(1, "too-long"), (2, "not-utf8")]);
        list.Entries.Single().Line.ShouldBe(3);
    }

    [Fact]
    public void Repetitions_merge_and_keep_their_labels()
    {
        var list = Read($"{Hex},80,one\n{Hex},80,two\n{Hex},80,one\n{Hex}\n");

        list.Accepted.ShouldBe(4);
        list.Entries.ShouldBe([new ListEntry(Proper[0], 80, "one; two", 1)]);
    }

    [Fact]
    public void What_is_written_reads_back() =>
        Check.QuickThrowOnFailure(Prop.ForAll((from count in Gen.Choose(0, 20) from seed in Gen.Choose(0, 9999) select (count, seed)).ToArbitrary(), one =>
        {
            string[] labels = ["", "plain", "with, comma", "with \"quotes\"", "# not a comment", "æøå"];
            var random = new Random(one.seed);
            var entries = Proper.Take(one.count).Select((hash, k) => new ListEntry(hash, random.Next(2) == 0 ? null : random.Next(50, 101), labels[random.Next(labels.Length)], k + 2)).ToList();
            var writer = new StringWriter();
            HashListWriter.WriteCsv(writer, entries);
            Read(writer.ToString()).Entries.ShouldBe(entries);
            var plain = new StringWriter();
            HashListWriter.WritePlain(plain, entries);
            Read(plain.ToString()).Entries.Select(entry => entry.Hash).ShouldBe(entries.Select(entry => entry.Hash));
        }));

    [Fact]
    public void Any_bytes_at_all_are_read_to_the_end() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)).ToArbitrary(), bytes =>
        {
            var list = HashListReader.Read(new MemoryStream(bytes));
            list.Entries.Count.ShouldBeLessThanOrEqualTo(list.Accepted);
        }));

    [Fact]
    public void Fetching_again_adds_what_is_new_and_withdraws_what_is_gone()
    {
        var held = Proper[..3].ToHashSet();
        var change = ListChange.Between(held, Read($"{Proper[1].ToHex()}\n{Proper[2].ToHex()}\n{Proper[3].ToHex()}\n"));

        change.Added.Select(entry => entry.Hash).ShouldBe([Proper[3]]);
        change.Withdrawn.ShouldBe([Proper[0]]);
    }

    [Fact]
    public void A_list_is_old_after_thirty_days_and_is_nothing_without_a_basis()
    {
        var fetched = new DateTimeOffset(2026, 10, 1, 8, 0, 0, TimeSpan.Zero);
        var list = new Subscription(Guid.CreateVersion7(), "Liste", "Ejer", "Genkendelse", " ", "Aftale", null, fetched, null);

        list.IsStale(fetched.AddDays(30)).ShouldBeFalse();
        list.IsStale(fetched.AddDays(30).AddSeconds(1)).ShouldBeTrue();
        list.Missing().ShouldBe(["LegalBasis"]);
    }

    private static ReadList Read(string text) => HashListReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
