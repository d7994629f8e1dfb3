using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shouldly;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Timestamps;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Verification;

/// <summary>Revocation lists are archived with the seal, and a revoked certificate seals nothing. OpenSSL judges.</summary>
public sealed class RevocationTests : IDisposable
{
    private const string Stamp =
        "openssl ts -verify -in seal/tagmanifest.tsr -data tagmanifest-sha256.txt -CAfile ../r.pem -untrusted seal/certs/tsa-chain.pem -crl_check";

    private readonly Shell _shell = new();
    private readonly SampleCase _sample = new();
    private readonly ECDsa _rootKey;
    private readonly X509Certificate2 _root;
    private readonly LocalTimestampAuthority _service;

    public RevocationTests()
    {
        var (from, to) = (FixedClock.SampleTime.AddDays(-30), FixedClock.SampleTime.AddYears(10));
        (_rootKey, _root) = LocalRoot.Create("Prøvestempel C rod", from, to);
        _service = LocalTimestampAuthority.Under(_rootKey, _root, "Prøvestempel C", _sample.Clock, from, to);
    }

    [Fact]
    public async Task The_list_of_the_moment_lies_in_the_package_and_the_stamp_holds_with_it()
    {
        var zip = await SealedAsync(List());

        Verify(zip).Reason.ShouldBeNull();
        Verify(zip).Checks.ShouldContain(c => c.Code == "revocation" && c.Holds);
        var top = await UnpackAsync(zip);
        (await _shell.RunAsync(Stamp, top)).Text.ShouldContain("Verification: OK");
        foreach (var script in Checkers.PackageScripts) (await _shell.RunAsync($"sh '{script}' --tsa-root tsa.pem --signer-root signer.pem P.zip")).Text.ShouldEndWith("PACKAGE OK\n");
    }

    [Fact]
    public async Task A_revoked_certificate_seals_nothing()
    {
        var output = new MemoryStream();
        var outcome = await EvidencePackage.WriteAsync(await RequestAsync(), Seal(List(revoked: _service.Certificate)), output, null, CancellationToken.None);

        outcome.Package.ShouldBeNull();
        outcome.Faults.ShouldHaveSingleItem().ShouldContain("was revoked at");
    }

    [Fact]
    public async Task A_list_put_in_afterwards_that_names_the_certificate_is_seen_by_both()
    {
        var package = new Unpacked(await SealedAsync(List()));
        package["seal/revocation/tsa.crl.pem"] = Pem(List(revoked: _service.Certificate));
        var zip = await package.PackAsync();

        Verify(zip).Reason.ShouldNotBeNull().ShouldContain("certificate revoked");
        (await _shell.RunAsync(Stamp, await UnpackAsync(zip))).Text.ShouldContain("certificate revoked");
    }

    [Fact]
    public async Task Without_a_list_openssl_misses_it_and_the_package_says_so_when_it_is_made()
    {
        var output = new MemoryStream();
        var outcome = await EvidencePackage.WriteAsync(await RequestAsync(), Seal(), output, null, CancellationToken.None);

        outcome.Notes.ShouldContain(n => n.StartsWith("no revocation list for Prøvestempel C", StringComparison.Ordinal));
        var top = await UnpackAsync(output.ToArray());
        (await _shell.RunAsync("cp ../tsa.pem ../r.pem", top)).Code.ShouldBe(0);
        (await _shell.RunAsync(Stamp, top)).Text.ShouldContain("unable to get certificate CRL");
    }

    [Fact]
    public async Task A_list_of_a_stranger_and_a_changed_list_are_refused()
    {
        var (strangerKey, stranger) = LocalRoot.Create("Prøvestempel C rod", FixedClock.SampleTime.AddDays(-30), FixedClock.SampleTime.AddYears(10));
        var foreign = new CertificateRevocationListBuilder().Build(
            stranger.CopyWithPrivateKey(strangerKey), 1, FixedClock.SampleTime.AddDays(7), HashAlgorithmName.SHA256, thisUpdate: FixedClock.SampleTime);
        var good = await SealedAsync(List());
        var passed = new List<int>();
        for (var seed = 0; seed < 300; seed++)
        {
            var package = new Unpacked(good);
            package["seal/revocation/tsa.crl.pem"] = Mutation.Of(package["seal/revocation/tsa.crl.pem"], seed);
            if (Verify(await package.PackAsync()).IsOk) passed.Add(seed);
        }
        var replaced = new Unpacked(good);
        replaced["seal/revocation/tsa.crl.pem"] = Pem(foreign);

        passed.ShouldBeEmpty();
        Verify(await replaced.PackAsync()).Reason.ShouldNotBeNull().ShouldContain("signature does not hold");
    }

    [Fact]
    public void The_place_of_the_list_is_read_from_the_certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Prøve", key, HashAlgorithmName.SHA256);
        HttpRevocationLists.PlacesIn(request.CreateSelfSigned(FixedClock.SampleTime, FixedClock.SampleTime.AddDays(1))).ShouldBeEmpty();
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(["http://tid.example/c.crl", "ldap://tid.example/c"]));

        HttpRevocationLists.PlacesIn(request.CreateSelfSigned(FixedClock.SampleTime, FixedClock.SampleTime.AddDays(1))).ShouldBe([new Uri("http://tid.example/c.crl")]);
    }

    private byte[] List(X509Certificate2? revoked = null)
    {
        var builder = new CertificateRevocationListBuilder();
        if (revoked is not null) builder.AddEntry(revoked, FixedClock.SampleTime.AddHours(-5));
        return builder.Build(_root.CopyWithPrivateKey(_rootKey), 7, FixedClock.SampleTime.AddYears(5), HashAlgorithmName.SHA256, thisUpdate: FixedClock.SampleTime.AddHours(-1));
    }

    private PackageSeal Seal(params byte[][] lists) => new(
        SealPolicy.Required, _sample.Signer, new TimestampClient([_service.AsAuthority("C")], _sample.Clock, TimeSpan.FromSeconds(2)))
    {
        FormerTimestampRoots = [_sample.FirstService.Root, _sample.SecondService.Root],
        RevocationLists = new Given(lists),
    };

    private Task<PackageRequest> RequestAsync() => _sample.RequestAsync();

    private async Task<byte[]> SealedAsync(byte[] list) => await _sample.PackageAsync(await RequestAsync(), Seal(list));

    private PackageVerification Verify(byte[] zip) => PackageVerifier.Verify(
        new MemoryStream(zip), new VerificationRoots([_root, _sample.FirstService.Root, _sample.SecondService.Root], _sample.Signer.Roots), CancellationToken.None);

    private async Task<string> UnpackAsync(byte[] zip)
    {
        _shell.Write("P.zip", zip);
        _shell.Write("tsa.pem", [.. CertificatePem.Write([_root]), .. _sample.TsaRootPem]);
        _shell.Write("signer.pem", _sample.SignerRootPem);
        await _shell.RunAsync("unzip -qq P.zip; cat tsa.pem bevispakke_*/seal/revocation/tsa.crl.pem >r.pem");
        return Path.Combine(_shell.Folder, "bevispakke_F-2026-0147_01");
    }

    private static byte[] Pem(byte[] list) => System.Text.Encoding.ASCII.GetBytes(new string(PemEncoding.Write("X509 CRL", list)) + "\n");

    public void Dispose()
    {
        _shell.Dispose();
        _rootKey.Dispose();
        _service.Dispose();
    }

    private sealed class Given(byte[][] lists) : IRevocationLists
    {
        public Task<IReadOnlyList<byte[]>> ForAsync(X509Certificate2 certificate, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<byte[]>>(lists);
    }
}
