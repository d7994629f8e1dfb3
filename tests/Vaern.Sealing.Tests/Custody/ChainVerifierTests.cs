using System.Text;
using Shouldly;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Tests.Support;
using Xunit;

namespace Vaern.Sealing.Tests.Custody;

public sealed class ChainVerifierTests
{
    [Fact]
    public void A_line_is_written_exactly_as_the_format_says()
    {
        var happened = new CustodyEvent(
            new DateTimeOffset(2026, 11, 20, 9, 5, 14, 2, TimeSpan.FromHours(1)), "u-0031", "sagsbehandler", CustodyAction.HashedInBrowser, "B-001", null, "på \"nettet\"", "vaern/1.0.0");

        var (line, next) = CustodyChain.Empty.Append(happened);

        Encoding.UTF8.GetString(line).ShouldBe(
            "{\"seq\":0,\"prev\":\"" + new string('0', 64) + "\",\"at\":\"2026-11-20T08:05:14.002Z\",\"actor\":\"u-0031\",\"role\":\"sagsbehandler\","
            + "\"action\":\"hashed-in-browser\",\"item\":\"B-001\",\"sha256\":null,\"reason\":\"på \\\"nettet\\\"\",\"detail\":{},\"client\":\"vaern/1.0.0\"}\n");
        next.Head.ShouldBe(Hex.Sha256(line));
        next.NextSeq.ShouldBe(1);
    }

    [Fact]
    public void A_clock_that_steps_back_does_not_make_the_stream_run_backwards()
    {
        var first = new CustodyEvent(FixedClock.SampleTime, "u-1", "r", CustodyAction.Received, null, null, "", "c");
        var (_, next) = CustodyChain.Empty.Append(first);

        var (line, _) = next.Append(first with { At = FixedClock.SampleTime.AddMinutes(-5) });

        Encoding.UTF8.GetString(line).ShouldContain("\"at\":\"2026-11-20T13:37:41.000Z\"");
    }

    [Fact]
    public void A_whole_stream_holds_and_its_head_is_the_hash_of_the_last_line()
    {
        var lines = Stream(500);

        var chain = ChainVerifier.Read(new MemoryStream([.. lines.SelectMany(l => l)]));

        chain.Fault.ShouldBeNull();
        chain.Count.ShouldBe(500);
        chain.Head.ShouldBe(Hex.Sha256(lines[^1]));
    }

    [Fact]
    public void A_changed_byte_anywhere_breaks_the_chain_at_the_next_line()
    {
        var lines = Stream(6);
        for (var at = 0; at < lines[3].Length; at++)
        {
            var copy = lines.Select(l => l.ToArray()).ToList();
            copy[3][at] ^= 0x01;

            var chain = ChainVerifier.Read(new MemoryStream([.. copy.SelectMany(l => l)]));

            chain.Fault.ShouldNotBeNull();
            chain.Fault.Line.ShouldBeInRange(4, 5);
        }
    }

    [Theory]
    [InlineData("{\"prev\":\"PREV\",\"seq\":0,\"x\":1}\n", "the line does not begin with seq")]
    [InlineData("{\"seq\":00,\"prev\":\"PREV\",\"x\":1}\n", "seq is not a number")]
    [InlineData("{\"seq\":-0,\"prev\":\"PREV\",\"x\":1}\n", "seq is not a number")]
    [InlineData("{\"seq\":1,\"prev\":\"PREV\",\"x\":1}\n", "seq is 1, expected 0")]
    [InlineData("{\"seq\":0,\"x\":1,\"prev\":\"PREV\"}\n", "prev is not the second member")]
    [InlineData("{\"seq\":0,\"prev\":\"00\",\"x\":1}\n", "prev is not 64 hex digits")]
    [InlineData("{\"seq\":0,\"prev\":\"PREV\"}\n", "prev is not 64 hex digits")]
    [InlineData("{\"seq\":0,\"prev\":\"PREV\",\"x\":1,\"x\":2}\n", "not well-formed JSON, or a member twice")]
    [InlineData("{\"seq\":0,\"prev\":\"PREV\",\"x\":1} \n", "not a JSON object")]
    [InlineData("{\"seq\":0,\"prev\":\"PREV\",\"x\":1}", "the last line is not ended by a line feed")]
    [InlineData("", null)]
    [InlineData("\n", "the line does not begin with seq")]
    public void A_line_of_another_form_is_refused(string text, string? reason)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Replace("PREV", ChainLine.Genesis, StringComparison.Ordinal));

        ChainVerifier.Read(new MemoryStream(bytes)).Fault?.Reason.ShouldBe(reason);
    }

    [Fact]
    public void A_line_without_an_end_is_refused_without_reading_it_all()
    {
        var endless = new MemoryStream(new byte[8 << 20]);

        ChainVerifier.Read(endless).Fault!.Reason.ShouldBe("the line is too long");

        endless.Position.ShouldBeLessThan(4 << 20);
    }

    private static List<byte[]> Stream(int count)
    {
        var (chain, lines) = (CustodyChain.Empty, new List<byte[]>());
        for (var i = 0; i < count; i++)
        {
            (var line, chain) = chain.Append(new CustodyEvent(FixedClock.SampleTime.AddSeconds(i), "u-1", "r", CustodyAction.Viewed, "B-001", null, "tilsyn", "c"));
            lines.Add(line);
        }
        return lines;
    }
}
