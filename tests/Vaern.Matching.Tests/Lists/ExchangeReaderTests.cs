using System.Text;
using Vaern.Matching.Hashing;
using Vaern.Matching.Lists;

namespace Vaern.Matching.Tests.Lists;

/// <summary>Answers of hash exchanges: only picture hashes count, what was taken back is taken back, and an answer of another form gives nothing.</summary>
public sealed class ExchangeReaderTests
{
    private static readonly string Half = string.Concat(Enumerable.Repeat("0f", 32));
    private static readonly string Other = string.Concat(Enumerable.Repeat("33", 32));

    [Fact]
    public void Withdrawn_and_deleted_hashes_of_StopNCII_are_to_be_deleted_here()
    {
        var page = Read(new StopNciiReader(), $$"""
            {"count":5,"nextSetTimestamp":1625175071,"nextPageToken":"abc","hasMoreRecords":true,"hashRecords":[
              {"lastModtimestamp":1,"hashValue":"{{Half}}","hashStatus":"Active","signalType":"ImagePDQ","caseNumbers":{"x":"Active"} },
              {"lastModtimestamp":2,"hashValue":"{{Other}}","hashStatus":"Active","signalType":"ImagePDQ"},
              {"lastModtimestamp":3,"hashValue":"{{Other}}","hashStatus":"Withdrawn","signalType":"ImagePDQ"},
              {"lastModtimestamp":4,"hashValue":"9e107d9d372bb6826bd81d3542a419d6","hashStatus":"Active","signalType":"VideoMD5"},
              {"lastModtimestamp":5,"hashValue":"kort","hashStatus":"Deleted","signalType":"ImagePDQ"}]}
            """)!;

        page.Entries.Select(entry => (entry.Hash.ToHex(), entry.Line)).ShouldBe([(Half, 1)]);
        page.Withdrawn.Select(hash => hash.ToHex()).ShouldBe([Other]);
        page.OtherKinds.ShouldBe(1);
        page.Refused.ShouldBe([new RefusedLine(5, "length")]);
        (page.Checkpoint, page.NextPage).ShouldBe(("1625175071", "abc"));
        Read(new StopNciiReader(), """{"nextSetTimestamp":7,"nextPageToken":"abc","hasMoreRecords":false,"hashRecords":[]}""")!.NextPage.ShouldBeNull();
    }

    [Fact]
    public void Descriptors_and_updates_of_ThreatExchange_are_read_and_harmless_ones_taken_out()
    {
        var third = string.Concat(Enumerable.Repeat("5a", 32));
        var page = Read(new ThreatExchangeReader(), $$"""
            {"data":[
              {"id":"1","type":"HASH_PDQ","indicator":{"id":"2","type":"HASH_PDQ","indicator":"{{Half}}"} ,"status":"MALICIOUS","tags":["b","a"]},
              {"id":"3","type":"HASH_PDQ","indicator":"{{Other.ToUpperInvariant()}}","should_delete":true},
              {"id":"4","type":"HASH_PDQ","indicator":"{{third}}","status":"NON_MALICIOUS"},
              {"id":"5","type":"HASH_VIDEO_MD5","indicator":"9e107d9d372bb6826bd81d3542a419d6"},
              {"id":"6","type":"HASH_PDQ","indicator":"{{new string('0', 64)}}"},
              {"id":"7"}],
             "paging":{"cursors":{"before":"x","after":"y"},"next":"https://exchange.example/next"} }
            """)!;

        page.Entries.Select(entry => (entry.Hash.ToHex(), entry.Label)).ShouldBe([(Half, "a; b")]);
        page.Withdrawn.Select(hash => hash.ToHex()).ShouldBe([Other, third], ignoreOrder: true);
        page.OtherKinds.ShouldBe(1);
        page.Refused.ShouldBe([new RefusedLine(5, "zero"), new RefusedLine(6, "form")]);
        page.NextPage.ShouldBe("y");
        Read(new ThreatExchangeReader(), """{"data":[],"paging":{"cursors":{"after":"y"}}}""")!.NextPage.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"hashRecords":{}}""")]
    [InlineData("""{"data":"x"}""")]
    [InlineData("""{"error":{"message":"limit"}}""")]
    public void An_answer_of_another_form_is_no_empty_page(string answer)
    {
        Read(new StopNciiReader(), answer).ShouldBeNull();
        Read(new ThreatExchangeReader(), answer).ShouldBeNull();
    }

    [Fact]
    public void A_mutated_answer_never_crashes_and_never_gives_a_hash_that_is_not_in_it()
    {
        var good = $$"""{"nextSetTimestamp":1,"hasMoreRecords":false,"hashRecords":[{"hashValue":"{{Half}}","hashStatus":"Active","signalType":"ImagePDQ"},7,null,"x",[]],"data":[{"type":"HASH_PDQ","indicator":"{{Half}}"},1,null]}""";
        var random = new Random(8);
        foreach (var reader in new IExchangeReader[] { new StopNciiReader(), new ThreatExchangeReader() })
        {
            for (var round = 0; round < 5_000; round++)
            {
                var bytes = Encoding.UTF8.GetBytes(good);
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }
                if (reader.Read(bytes) is { } page)
                {
                    var text = Encoding.UTF8.GetString(bytes);
                    page.Entries.ShouldAllBe(entry => text.Contains(entry.Hash.ToHex(), StringComparison.OrdinalIgnoreCase));
                }
            }
        }
    }

    private static ExchangePage? Read(IExchangeReader reader, string answer) => reader.Read(Encoding.UTF8.GetBytes(answer));
}
