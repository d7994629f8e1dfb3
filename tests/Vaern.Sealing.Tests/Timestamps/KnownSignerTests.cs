using System.Security.Cryptography.X509Certificates;
using Shouldly;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Tests.Verification;
using Vaern.Sealing.Timestamps;
using Xunit;

namespace Vaern.Sealing.Tests.Timestamps;

/// <summary>The short way for stamps by a certificate that was met before says yes to nothing that the long way refuses.</summary>
public sealed class KnownSignerTests
{
    private static readonly string First = Hex.Sha256("første"u8);
    private static readonly string Second = Hex.Sha256("anden"u8);

    private readonly SampleCase _sample = new();

    [Fact]
    public async Task A_second_stamp_of_a_service_is_checked_as_the_first()
    {
        var check = Check();
        (await AnswerAsync(check, First)).ShouldBe((_sample.Clock.Now, null));
        _sample.Clock.Now = _sample.Clock.Now.AddMinutes(1);

        (await AnswerAsync(check, Second)).ShouldBe((_sample.Clock.Now, null));
    }

    [Fact]
    public async Task A_second_stamp_over_something_else_is_refused_with_its_reason()
    {
        var check = Check();
        await AnswerAsync(check, First);
        var stamp = await StampAsync(Second);

        check.Check(stamp, First).ShouldBe((null, "the stamp is for something else (message imprint mismatch)"));
    }

    [Fact]
    public async Task A_second_stamp_made_after_the_certificate_ran_out_is_refused()
    {
        var check = Check();
        await AnswerAsync(check, First);
        _sample.Clock.Now = _sample.Clock.Now.AddYears(11);

        check.Check(_sample.FirstService.Answer(Request(Second)), Second).Fault.ShouldNotBeNull().ShouldContain("expired");
    }

    [Fact]
    public async Task No_changed_byte_of_a_second_stamp_passes_that_the_long_way_refuses()
    {
        var check = Check();
        await AnswerAsync(check, First);
        var stamp = await StampAsync(Second);
        var passed = new List<int>();
        for (var seed = 0; seed < 2000; seed++)
        {
            var changed = Mutation.Of(stamp, seed);
            var (time, _) = check.Check(changed, Second);
            var (fault, _) = TimestampResponse.Read(changed) is { Response: { } response } ? Check().Check(response, Second) : ("unreadable", []);
            if (time is not null && fault is not null) passed.Add(seed);
        }

        passed.ShouldBeEmpty();
    }

    private TimestampCheck Check() => new(new X509Certificate2Collection(_sample.FirstService.Root), []);

    private async Task<(DateTimeOffset? Time, string? Fault)> AnswerAsync(TimestampCheck check, string sha256) => check.Check(await StampAsync(sha256), sha256);

    private async Task<byte[]> StampAsync(string sha256) => (await _sample.Timestamps.StampAsync(sha256, CancellationToken.None)).Stamp!.Response.Encoded.ToArray();

    private static byte[] Request(string sha256) => System.Security.Cryptography.Pkcs.Rfc3161TimestampRequest
        .CreateFromHash(Convert.FromHexString(sha256), System.Security.Cryptography.HashAlgorithmName.SHA256, requestSignerCertificates: true).Encode();
}
