using Shouldly;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Timestamps;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>The commands that a receiver is told to run, one by one, on a good package and on a bad one. OpenSSL judges, not .NET.</summary>
public sealed class OpenSslTests : IDisposable
{
    private const string Stamp = "openssl ts -verify -in seal/tagmanifest.tsr -data tagmanifest-sha256.txt -CAfile ../tsa.pem -untrusted seal/certs/tsa-chain.pem";
    private const string Signature =
        "openssl cms -verify -binary -inform DER -in seal/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile ../signer.pem -purpose any -out /dev/null";
    private const string AtStampTime = " -attime \"$(date -u -d \"$(openssl ts -reply -in seal/tagmanifest.tsr -text 2>/dev/null | sed -n 's/^Time stamp: //p')\" +%s)\"";

    private readonly Shell _shell = new();

    [Fact]
    public async Task Every_reader_opens_a_good_package()
    {
        await UnpackAsync(new SampleCase());

        (await _shell.RunAsync("unzip -tqq P.zip")).Code.ShouldBe(0);
        (await _shell.RunAsync("7zz t P.zip")).Code.ShouldBe(0);
        (await _shell.RunAsync("bsdtar -xOf P.zip >/dev/null")).ShouldBe((0, ""));
        (await _shell.RunAsync("python3 -m zipfile -t P.zip")).ShouldBe((0, "Done testing\n"));
        (await _shell.RunAsync("unzip -Z1 P.zip | cut -d/ -f1 | sort -u")).Text.ShouldBe("bevispakke_F-2026-0147_01\n");
    }

    [Fact]
    public async Task The_checksum_commands_are_silent_on_a_good_package()
    {
        var top = await UnpackAsync(new SampleCase());

        (await _shell.RunAsync("sha256sum -c --strict --quiet manifest-sha256.txt", top)).ShouldBe((0, ""));
        (await _shell.RunAsync("sha256sum -c --strict --quiet tagmanifest-sha256.txt", top)).ShouldBe((0, ""));
        (await _shell.RunAsync("find data -type f | LC_ALL=C sort >../found; sed 's/^.\\{66\\}//' manifest-sha256.txt | cmp - ../found", top)).ShouldBe((0, ""));
    }

    [Fact]
    public async Task The_read_me_opens_rightly_in_an_old_editor()
    {
        var top = await UnpackAsync(new SampleCase());
        var bytes = await File.ReadAllBytesAsync(Path.Combine(top, "00_LÆS_MIG.txt"));

        bytes.AsSpan(0, 3).ToArray().ShouldBe([0xEF, 0xBB, 0xBF]);
        bytes.Count(b => b == '\n').ShouldBe(System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n").Length - 1);
    }

    [Fact]
    public async Task A_stamp_and_a_signature_hold()
    {
        var top = await UnpackAsync(new SampleCase());

        (await _shell.RunAsync(Stamp, top)).Text.ShouldContain("Verification: OK");
        (await _shell.RunAsync(Signature, top)).Text.ShouldContain("CMS Verification successful");
        (await _shell.RunAsync(
            "openssl ts -verify -in data/B-001/intake.tsr -digest \"$(cat data/B-001/original/* | sha256sum | cut -c1-64)\" -CAfile ../tsa.pem", top)).Text.ShouldContain("Verification: OK");
        var (_, links) = await _shell.RunAsync(
            "sed -n 4p custody/custody.jsonl | sha256sum | cut -c1-64; sed -n 5p custody/custody.jsonl | grep -o '\"prev\":\"[0-9a-f]*' | cut -c9-", top);
        links.Split('\n')[0].ShouldBe(links.Split('\n')[1]);
    }

    [Theory]
    [InlineData("printf '\\n' >>tagmanifest-sha256.txt")]
    [InlineData("printf ' ' >>tagmanifest-sha256.txt")]
    public async Task A_byte_added_to_the_tag_manifest_is_seen_by_stamp_and_signature(string change)
    {
        var top = await UnpackAsync(new SampleCase());
        await _shell.RunAsync(change, top);

        var (code, text) = await _shell.RunAsync(Stamp, top);
        code.ShouldBe(1);
        text.ShouldContain("message imprint mismatch");
        (await _shell.RunAsync(Signature, top)).Text.ShouldContain("CMS Verification failure");
    }

    [Fact]
    public async Task A_response_is_not_a_token_and_a_token_is_not_a_response()
    {
        var top = await UnpackAsync(new SampleCase());
        var response = TimestampResponse.Read(await File.ReadAllBytesAsync(Path.Combine(top, "seal/tagmanifest.tsr"))).Response!;
        _shell.Write("token.tst", response.EncodedToken.ToArray());

        (await _shell.RunAsync(Stamp.Replace("seal/tagmanifest.tsr", "../token.tst", StringComparison.Ordinal), top)).Text.ShouldContain("Type=TS_STATUS_INFO");
        (await _shell.RunAsync(Stamp + " -token_in", top)).Text.ShouldContain("Type=PKCS7");
        (await _shell.RunAsync(Stamp.Replace("seal/tagmanifest.tsr", "../token.tst", StringComparison.Ordinal) + " -token_in", top)).Text.ShouldContain("Verification: OK");
        TimestampResponse.Read(response.EncodedToken).Fault.ShouldBe("this is a time-stamp token, not a response");
    }

    [Fact]
    public async Task A_stamp_whose_certificate_has_run_out_since_holds_at_its_own_time_only()
    {
        var sample = PastCase();
        var top = await UnpackAsync(sample);

        (await _shell.RunAsync(Stamp, top)).Text.ShouldContain("certificate has expired");
        (await _shell.RunAsync(Stamp + AtStampTime, top)).Text.ShouldContain("Verification: OK");
        PackageVerifier.Verify(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(_shell.Folder, "P.zip"))), sample.Roots, CancellationToken.None).Reason.ShouldBeNull();
        foreach (var script in Checkers.PackageScripts)
            (await _shell.RunAsync($"sh '{script}' --tsa-root tsa.pem --signer-root signer.pem P.zip")).Text.ShouldEndWith("PACKAGE OK\n");
    }

    [Fact]
    public async Task A_stamp_made_after_its_certificate_ran_out_holds_at_no_time()
    {
        var sample = PastCase();
        var package = new Unpacked(await sample.PackageAsync());
        sample.Clock.Now = PastTime.AddYears(2);
        var late = sample.FirstService.Answer(Query(package["tagmanifest-sha256.txt"]));
        package["seal/tagmanifest.tsr"] = late;
        var zip = await package.PackAsync();
        var top = await UnpackAsync(sample, zip);

        (await _shell.RunAsync(Stamp + AtStampTime, top)).Text.ShouldContain("certificate has expired");
        PackageVerifier.Verify(new MemoryStream(zip), sample.Roots, CancellationToken.None).Reason.ShouldBe(
            "seal/tagmanifest.tsr: the certificate was not valid when it stamped (certificate has expired or is not yet valid)");
        foreach (var script in Checkers.PackageScripts)
            (await _shell.RunAsync($"sh '{script}' --tsa-root tsa.pem --signer-root signer.pem P.zip")).Code.ShouldBe(1);
    }

    private static readonly DateTimeOffset PastTime = new(2021, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private static SampleCase PastCase() => new(PastTime, PastTime.AddYears(1));

    private static byte[] Query(byte[] content) => System.Security.Cryptography.Pkcs.Rfc3161TimestampRequest
        .CreateFromData(content, System.Security.Cryptography.HashAlgorithmName.SHA256, requestSignerCertificates: true).Encode();

    private async Task<string> UnpackAsync(SampleCase sample, byte[]? zip = null)
    {
        _shell.Write("P.zip", zip ?? await sample.PackageAsync());
        _shell.Write("tsa.pem", sample.TsaRootPem);
        _shell.Write("signer.pem", sample.SignerRootPem);
        await _shell.RunAsync("unzip -qq P.zip");
        return Path.Combine(_shell.Folder, "bevispakke_F-2026-0147_01");
    }

    public void Dispose() => _shell.Dispose();
}
