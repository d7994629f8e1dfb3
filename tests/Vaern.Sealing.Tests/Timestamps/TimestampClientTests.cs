using Shouldly;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Timestamps;
using Xunit;

namespace Vaern.Sealing.Tests.Timestamps;

/// <summary>Services that are down, lie or are badly set up.</summary>
public sealed class TimestampClientTests
{
    private static readonly string Imprint = Hex.Sha256("genstand"u8);

    private readonly FixedClock _clock = new(FixedClock.SampleTime);
    private readonly LocalTimestampAuthority _good;

    public TimestampClientTests() => _good = LocalTimestampAuthority.Create("Prøvestempel", _clock, FixedClock.SampleTime.AddDays(-1), FixedClock.SampleTime.AddYears(1));

    [Fact]
    public async Task A_good_service_gives_a_stamp_with_its_whole_answer_and_chain()
    {
        var outcome = await AskAsync(_good.AsAuthority("god"));

        outcome.Stamp!.Response.Imprint.ShouldBe(Imprint);
        outcome.Stamp.Response.Time.ShouldBe(FixedClock.SampleTime);
        outcome.Stamp.Chain.Count.ShouldBe(2);
        outcome.Stamp.Chain[^1].RawData.ShouldBe(_good.Root.RawData);
    }

    [Fact]
    public async Task The_next_service_is_asked_when_the_first_is_down()
    {
        var outcome = await AskAsync(Lying(_ => throw new HttpRequestException("nede")), _good.AsAuthority("anden"));

        outcome.Stamp!.Authority.ShouldBe("anden");
        outcome.Failures.ShouldBe([new TimestampFailure("løgner", "the service could not be reached")]);
    }

    [Fact]
    public async Task An_answer_to_another_request_has_the_wrong_nonce()
    {
        var other = System.Security.Cryptography.Pkcs.Rfc3161TimestampRequest.CreateFromHash(
            Convert.FromHexString(Imprint), System.Security.Cryptography.HashAlgorithmName.SHA256, nonce: new byte[] { 1, 2, 3 }, requestSignerCertificates: true);

        (await FaultAsync(Lying(_ => _good.Answer(other.Encode())))).ShouldBe("the nonce is not ours");
    }

    [Fact]
    public async Task A_stamp_over_something_else_is_refused() =>
        (await FaultAsync(Lying(request => _good.Answer(Replaced(request, Convert.FromHexString(Imprint), new byte[32]))))).ShouldBe("the stamp is for something else (message imprint mismatch)");

    [Theory]
    [InlineData(121, "the time of the stamp is more than two minutes from our clock")]
    [InlineData(-121, "the time of the stamp is more than two minutes from our clock")]
    [InlineData(119, null)]
    public async Task A_service_whose_clock_is_wrong_is_refused(int seconds, string? fault)
    {
        var theirs = new FixedClock(FixedClock.SampleTime.AddSeconds(seconds));
        var service = LocalTimestampAuthority.Create("Skævt ur", theirs, FixedClock.SampleTime.AddDays(-1), FixedClock.SampleTime.AddYears(1));

        (await FaultAsync(service.AsAuthority("skæv"))).ShouldBe(fault);
    }

    [Fact]
    public async Task A_service_whose_certificate_has_run_out_is_refused()
    {
        var service = LocalTimestampAuthority.Create("Udløbet", _clock, FixedClock.SampleTime.AddYears(-2), FixedClock.SampleTime.AddDays(-1));

        (await FaultAsync(service.AsAuthority("udløbet")))!.ShouldContain("certificate has expired");
    }

    [Fact]
    public async Task A_service_under_another_root_is_refused()
    {
        var stranger = LocalTimestampAuthority.Create("Fremmed", _clock, FixedClock.SampleTime.AddDays(-1), FixedClock.SampleTime.AddYears(1));

        (await FaultAsync(stranger.AsAuthority("fremmed") with { Roots = [_good.Root] })).ShouldBe("the certificate does not lead to a trusted root");
    }

    [Fact]
    public async Task A_rejection_is_said_as_one() =>
        (await FaultAsync(Lying(_ => _good.Answer(new byte[] { 0x30, 0x00 })))).ShouldBe("the service did not grant the stamp (status 2)");

    [Fact]
    public async Task A_token_in_place_of_a_response_is_refused() =>
        (await FaultAsync(Lying(r => TimestampResponse.Read(_good.Answer(r)).Response!.EncodedToken.ToArray()))).ShouldBe("this is a time-stamp token, not a response");

    [Fact]
    public async Task A_web_page_in_place_of_a_response_is_refused() =>
        (await FaultAsync(Lying(_ => "<html>503</html>"u8.ToArray()))).ShouldBe("this is not a time-stamp response");

    [Fact]
    public async Task A_service_that_never_answers_is_given_up()
    {
        var client = new TimestampClient([new TimestampAuthority("tavs", new Silent(), [_good.Root], [])], TimeProvider.System, TimeSpan.FromMilliseconds(50));

        var outcome = await client.StampAsync(Imprint, CancellationToken.None);

        outcome.Failures.ShouldBe([new TimestampFailure("tavs", "the service did not answer in time")]);
    }

    [Fact]
    public async Task A_changed_byte_of_the_answer_never_passes_unless_it_is_the_same_stamp()
    {
        var answer = (await AskAsync(_good.AsAuthority("god"))).Stamp!.Response.Encoded.ToArray();
        var check = new TimestampCheck([_good.Root], []);
        for (var at = 0; at < answer.Length; at++)
        {
            var copy = answer.ToArray();
            copy[at] ^= 0x04;
            if (TimestampResponse.Read(copy).Response is not { } response || check.Fault(response, Imprint) is not null) continue;

            SignedDataForm.Fault(response.EncodedToken, response.Token.AsSignedCms(), SignedDataForm.TstInfo, [_good.Root]).ShouldNotBeNull($"byte {at}");
        }
    }

    [Fact]
    public void A_service_survives_being_kept_in_a_file()
    {
        var again = LocalTimestampAuthority.FromPfx(_good.ToPfx("kode"), "kode", _clock);

        again.Root.RawData.ShouldBe(_good.Root.RawData);
    }

    private async Task<string?> FaultAsync(TimestampAuthority authority) => (await AskAsync(authority)).Failures.SingleOrDefault()?.Reason;

    private Task<TimestampOutcome> AskAsync(params TimestampAuthority[] authorities) =>
        new TimestampClient(authorities, _clock, TimeSpan.FromSeconds(2)).StampAsync(Imprint, CancellationToken.None);

    private TimestampAuthority Lying(Func<byte[], byte[]> answer) => new("løgner", new Liar(answer), [_good.Root], []);

    private static byte[] Replaced(byte[] bytes, byte[] find, byte[] put)
    {
        var copy = bytes.ToArray();
        put.CopyTo(copy.AsSpan(copy.AsSpan().IndexOf(find)));
        return copy;
    }

    private sealed class Liar(Func<byte[], byte[]> answer) : ITimestampTransport
    {
        public Task<byte[]> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken) => Task.FromResult(answer(request.ToArray()));
    }

    private sealed class Silent : ITimestampTransport
    {
        public async Task<byte[]> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }
    }
}
