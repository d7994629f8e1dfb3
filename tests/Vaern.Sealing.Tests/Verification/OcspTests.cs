using System.Net;
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

/// <summary>Where a certificate names no list, the responder's answer of the moment is archived instead (evidence format §5.7). OpenSSL judges.</summary>
public sealed class OcspTests : IDisposable
{
    private static readonly DateTimeOffset Sealed = FixedClock.SampleTime;
    private readonly Shell _shell = new();
    private readonly SampleCase _sample = new();
    private readonly ECDsa _rootKey;
    private readonly X509Certificate2 _root;
    private readonly LocalTimestampAuthority _service;
    private readonly ECDsa _responderKey;
    private readonly X509Certificate2 _responder;

    public OcspTests()
    {
        var (from, to) = (Sealed.AddDays(-30), Sealed.AddYears(10));
        (_rootKey, _root) = LocalRoot.Create("Prøvestempel O rod", from, to);
        _service = LocalTimestampAuthority.Under(_rootKey, _root, "Prøvestempel O", _sample.Clock, from, to);
        (_responderKey, _responder) = OcspResponder.Delegate(_root, _rootKey, from);
    }

    [Fact]
    public async Task The_answer_of_the_moment_lies_in_the_package_and_openssl_reads_it_so()
    {
        foreach (var answer in new[] { Good(), OcspResponder.Answer(_service.Certificate, _root, _rootKey, Sealed, until: Sealed.AddDays(7)) })
        {
            var zip = await SealedAsync(answer);

            Verify(zip).Reason.ShouldBeNull();
            Verify(zip).Checks.ShouldContain(c => c.Code == "revocation" && c.Holds);
            new Unpacked(zip)["seal/revocation/tsa-1.ocsp"].ShouldBe(answer, "the whole answer is kept");
            _shell.Write("P.zip", zip);
            _shell.Write("answer.der", answer);
            _shell.Write("root.pem", CertificatePem.Write([_root]));
            _shell.Write("service.pem", CertificatePem.Write([_service.Certificate]));
            var at = Sealed.ToUnixTimeSeconds();
            var read = await _shell.RunAsync($"openssl ocsp -respin answer.der -issuer root.pem -cert service.pem -CAfile root.pem -attime {at} -validity_period 999999999");
            read.Text.ShouldContain("Response verify OK");
            read.Text.ShouldContain("service.pem: good");
            _shell.Write("tsa.pem", [.. CertificatePem.Write([_root]), .. _sample.TsaRootPem]);
            _shell.Write("signer.pem", _sample.SignerRootPem);
            foreach (var script in Checkers.PackageScripts) (await _shell.RunAsync($"sh '{script}' --tsa-root tsa.pem --signer-root signer.pem P.zip")).Text.ShouldEndWith("PACKAGE OK\n");
        }
    }

    [Fact]
    public async Task A_revoked_certificate_seals_nothing()
    {
        var outcome = await WriteAsync(OcspResponder.Answer(_service.Certificate, _root, _responderKey, Sealed, _responder, revoked: Sealed.AddHours(-5)));

        outcome.Package.ShouldBeNull();
        outcome.Faults.ShouldHaveSingleItem().ShouldContain("was revoked at");
    }

    [Fact]
    public async Task An_answer_put_in_afterwards_that_says_revoked_is_seen()
    {
        var package = new Unpacked(await SealedAsync(Good()));
        package["seal/revocation/tsa-1.ocsp"] = OcspResponder.Answer(_service.Certificate, _root, _responderKey, Sealed, _responder, revoked: Sealed.AddHours(-5));

        Verify(await package.PackAsync()).Reason.ShouldNotBeNull().ShouldContain("certificate revoked");
    }

    [Fact]
    public async Task An_answer_of_a_stranger_of_another_time_or_about_something_else_is_none()
    {
        var (strangerKey, stranger) = LocalRoot.Create("Prøvestempel O rod", Sealed.AddDays(-30), Sealed.AddYears(10));
        var (wrongKey, wrongUse) = OcspResponder.Delegate(_root, _rootKey, Sealed.AddDays(-1), "1.3.6.1.5.5.7.3.8");
        var (foreignKey, foreign) = OcspResponder.Delegate(stranger, strangerKey, Sealed.AddDays(-1));
        byte[][] bad =
        [
            OcspResponder.Answer(_service.Certificate, _root, strangerKey, Sealed),
            OcspResponder.Answer(_service.Certificate, _root, wrongKey, Sealed, wrongUse),
            OcspResponder.Answer(_service.Certificate, _root, foreignKey, Sealed, foreign),
            OcspResponder.Answer(_responder, _root, _rootKey, Sealed),
            OcspResponder.Answer(_service.Certificate, _root, _rootKey, Sealed.AddDays(-9), until: Sealed.AddDays(-2)),
            OcspResponder.Answer(_service.Certificate, _root, _rootKey, Sealed.AddDays(2)),
            [0x30, 0x03, 0x0A, 0x01, 0x06], // unauthorized
            "<html>"u8.ToArray(),
        ];
        foreach (var answer in bad)
        {
            var outcome = await WriteAsync(answer);
            outcome.Package.ShouldNotBeNull();
            outcome.Notes.ShouldContain(n => n.StartsWith("no revocation list for Prøvestempel O: an OCSP answer", StringComparison.Ordinal));
        }

        foreach (var answer in bad.Take(4))
        {
            var package = new Unpacked(await SealedAsync(Good()));
            package["seal/revocation/tsa-1.ocsp"] = answer;
            Verify(await package.PackAsync()).Reason.ShouldNotBeNull().ShouldContain("an OCSP answer");
        }
    }

    [Fact]
    public async Task The_certificate_of_the_signer_is_asked_about_and_looked_for_too()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Prøvesegl", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        using var issued = request.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), Sealed.AddDays(-1), Sealed.AddYears(1), [4, 5, 6]);
        var signer = new PackageSigner(issued.CopyWithPrivateKey(key), [_root]);
        var good = OcspResponder.Answer(issued, _root, _rootKey, Sealed);
        var seal = Seal(Good()) with { Signer = signer, RevocationLists = new Given((_service.Certificate, Good()), (issued, good)) };
        var zip = await _sample.PackageAsync(await _sample.RequestAsync(), seal);
        PackageVerification Judge(byte[] package) => PackageVerifier.Verify(
            new MemoryStream(package), new VerificationRoots([_root, _sample.FirstService.Root, _sample.SecondService.Root], [_root]), CancellationToken.None);
        Judge(zip).Reason.ShouldBeNull();
        new Unpacked(zip)["seal/revocation/signer-1.ocsp"].ShouldBe(good);

        var answered = new Unpacked(zip);
        answered["seal/revocation/signer-1.ocsp"] = OcspResponder.Answer(issued, _root, _rootKey, Sealed, revoked: Sealed.AddHours(-5));
        Judge(await answered.PackAsync()).Reason.ShouldNotBeNull().ShouldContain("certificate revoked");
        var list = new CertificateRevocationListBuilder();
        list.AddEntry(issued, Sealed.AddHours(-5));
        var listed = new Unpacked(zip);
        listed.Remove("seal/revocation/signer-1.ocsp").ShouldBeTrue();
        listed["seal/revocation/signer.crl.pem"] = System.Text.Encoding.ASCII.GetBytes(new string(PemEncoding.Write(
            "X509 CRL", list.Build(_root.CopyWithPrivateKey(_rootKey), 7, Sealed.AddYears(5), HashAlgorithmName.SHA256, thisUpdate: Sealed.AddHours(-1)))) + "\n");
        Judge(await listed.PackAsync()).Reason.ShouldNotBeNull().ShouldContain("certificate revoked");
    }

    [Fact]
    public async Task No_changed_answer_passes()
    {
        var good = await SealedAsync(Good());
        var passed = new List<int>();
        for (var seed = 0; seed < 500; seed++)
        {
            var package = new Unpacked(good);
            package["seal/revocation/tsa-1.ocsp"] = Mutation.Of(package["seal/revocation/tsa-1.ocsp"], seed);
            if (Verify(await package.PackAsync()).IsOk) passed.Add(seed);
        }

        passed.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_responder_that_the_certificate_names_is_asked_in_the_form_that_openssl_reads()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Prøve", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(["ldap://svar.example/", "http://svar.example/ocsp"], null));
        var certificate = request.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(_rootKey), Sealed, Sealed.AddDays(9), [1, 2, 3]);
        var asked = new Asked(Good());
        using var http = new HttpClient(asked);
        var source = new HttpRevocationLists(http, TimeSpan.FromSeconds(2));

        (await source.AskAsync(certificate, _root, CancellationToken.None)).ShouldBe(Good(), "what came is given on whole");
        (await source.AskAsync(_root, _root, CancellationToken.None)).ShouldBeNull("it names nobody");

        asked.Place.ShouldBe(new Uri("http://svar.example/ocsp"));
        asked.Kind.ShouldBe("application/ocsp-request");
        _shell.Write("question.der", asked.Question!);
        var text = (await _shell.RunAsync("openssl ocsp -reqin question.der -req_text")).Text;
        text.ShouldContain("Serial Number: 010203");
        text.ShouldContain("OCSP Nonce");
        text.ShouldContain("Hash Algorithm: sha1");
    }

    private byte[] Good() => _good ??= OcspResponder.Answer(_service.Certificate, _root, _responderKey, Sealed, _responder, until: Sealed.AddDays(7));

    private byte[]? _good;

    private PackageSeal Seal(byte[] answer) => new(
        SealPolicy.Required, _sample.Signer, new TimestampClient([_service.AsAuthority("O")], _sample.Clock, TimeSpan.FromSeconds(2)))
    {
        FormerTimestampRoots = [_sample.FirstService.Root, _sample.SecondService.Root],
        RevocationLists = new Given((_service.Certificate, answer)),
    };

    private async Task<byte[]> SealedAsync(byte[] answer) => await _sample.PackageAsync(await _sample.RequestAsync(), Seal(answer));

    private async Task<PackageOutcome> WriteAsync(byte[] answer) => await EvidencePackage.WriteAsync(await _sample.RequestAsync(), Seal(answer), new MemoryStream(), null, CancellationToken.None);

    private PackageVerification Verify(byte[] zip) => PackageVerifier.Verify(
        new MemoryStream(zip), new VerificationRoots([_root, _sample.FirstService.Root, _sample.SecondService.Root], _sample.Signer.Roots), CancellationToken.None);

    public void Dispose()
    {
        _shell.Dispose();
        _rootKey.Dispose();
        _responderKey.Dispose();
        _service.Dispose();
    }

    private sealed class Given(params (X509Certificate2 About, byte[] Answer)[] known) : IRevocationLists
    {
        public Task<IReadOnlyList<byte[]>> ForAsync(X509Certificate2 certificate, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<byte[]>>([]);

        public Task<byte[]?> AskAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellationToken) =>
            Task.FromResult<byte[]?>(known.FirstOrDefault(one => one.About.Thumbprint == certificate.Thumbprint).Answer);
    }

    private sealed class Asked(byte[] answer) : HttpMessageHandler
    {
        public Uri? Place { get; private set; }

        public string? Kind { get; private set; }

        public byte[]? Question { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Place, Kind, Question) = (request.RequestUri, request.Content!.Headers.ContentType!.MediaType, await request.Content.ReadAsByteArrayAsync(cancellationToken));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) };
        }
    }
}
