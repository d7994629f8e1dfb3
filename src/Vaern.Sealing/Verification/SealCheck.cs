using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;

namespace Vaern.Sealing.Verification;

/// <summary>What the later checks need from the seal.</summary>
/// <param name="Stamps">Checks stamps against the receiver's roots.</param>
internal sealed record SealFindings(TimestampCheck Stamps);

/// <summary>The folder <c>seal/</c>: certificates, time stamps and signature over the tag manifest.</summary>
internal static partial class SealCheck
{
    private const string Folder = "seal/";
    private const string TsaRoot = "seal/certs/tsa-root.pem";
    private const string SignerRoot = "seal/certs/signer-root.pem";

    internal static SealFindings Run(OpenedPackage package, VerificationRoots roots, CheckList checks)
    {
        var odd = package.Under(Folder).FirstOrDefault(p => !SealFile().IsMatch(p));
        checks.Note("files", "seal/ holds only seal files", odd is null ? null : $"unexpected file in seal/: {odd}");

        var archived = ReadCertificates(package, checks);
        var all = new X509Certificate2Collection();
        foreach (var certificates in archived.Values) all.AddRange(certificates);
        if (roots.Timestamps is null || roots.Signer is null)
            checks.Holds("roots", "roots were taken from the package itself: this shows that it is intact, not who made it");

        var loose = all.Select(c => CertificateForm.Fault(c, all)).FirstOrDefault(f => f is not null);
        checks.Note("signature", $"seal/certs/: {all.Count} certificates, each signed by another", loose is null ? null : "seal/certs/: " + loose);

        var stamps = new TimestampCheck(roots.Timestamps ?? archived.GetValueOrDefault(TsaRoot) ?? [], all);
        var sealedAt = CheckStamps(package, stamps, all, checks);
        // Whoever signed lies in the signature itself, not beside it.
        X509Certificate2Collection behind = [.. all, .. CheckSignatures(package, roots.Signer ?? archived.GetValueOrDefault(SignerRoot) ?? [], all, sealedAt, checks)];
        CheckRevocation(package, behind, sealedAt, checks);
        return new SealFindings(stamps);
    }

    /// <summary>What was archived must be whole, and none of it may name a certificate of the package as revoked when it was sealed.</summary>
    private static void CheckRevocation(OpenedPackage package, X509Certificate2Collection certificates, DateTimeOffset? sealedAt, CheckList checks)
    {
        foreach (var path in package.Under("seal/revocation/"))
        {
            var (revokedAt, held, fault) = path.EndsWith(".ocsp", StringComparison.Ordinal) ? ReadAnswer(package.TextOf(path) ?? [], certificates) : ReadLists(package.TextOf(path) ?? [], certificates);
            var revoked = fault is not null ? null : certificates.FirstOrDefault(c => revokedAt(c) is { } at && (sealedAt is null || at <= sealedAt));
            checks.Note("revocation", $"{path}: {held}, no certificate of the seal revoked", fault is not null ? $"{path}: {fault}" : revoked is null ? null : $"{path}: certificate revoked: {revoked.Subject}");
        }
    }

    private static (Func<X509Certificate2, DateTimeOffset?> RevokedAt, string Held, string? Fault) ReadLists(byte[] pem, X509Certificate2Collection certificates)
    {
        var (lists, fault) = RevocationList.ReadPem(pem, [.. certificates]);
        return (c => lists.Select(l => l.RevokedAt(c)).FirstOrDefault(at => at is not null), $"{lists.Count} lists", fault);
    }

    private static (Func<X509Certificate2, DateTimeOffset?> RevokedAt, string Held, string? Fault) ReadAnswer(byte[] encoded, X509Certificate2Collection certificates)
    {
        var (answer, fault) = OcspAnswer.Read(encoded, certificates);
        return (c => answer?.RevokedAt(c), "a responder's answer", fault);
    }

    /// <summary>The time of a stamp for the lines of the verifier.</summary>
    internal static string Describe(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";

    private static Dictionary<string, X509Certificate2Collection> ReadCertificates(OpenedPackage package, CheckList checks)
    {
        var found = new Dictionary<string, X509Certificate2Collection>(StringComparer.Ordinal);
        foreach (var path in package.Under("seal/certs/"))
        {
            try
            {
                var pem = package.TextOf(path) ?? [];
                var certificates = CertificatePem.Read(pem);
                if (certificates.Count == 0) checks.Fails("signature", $"{path}: no certificate");
                else if (!pem.AsSpan().SequenceEqual(CertificatePem.Write(certificates))) checks.Fails("signature", $"{path}: not plain PEM");
                found[path] = certificates;
            }
            catch (CryptographicException)
            {
                checks.Fails("signature", $"{path}: not a certificate");
            }
        }
        return found;
    }

    private static DateTimeOffset? CheckStamps(OpenedPackage package, TimestampCheck check, X509Certificate2Collection archived, CheckList checks)
    {
        DateTimeOffset? sealedAt = null;
        if (!package.Has("seal/tagmanifest.tsr")) checks.Fails(PackageVerification.SealCode, "missing seal/tagmanifest.tsr: the package is not time-stamped");
        foreach (var path in InOrder(package, ".tsr"))
        {
            var (response, fault) = TimestampResponse.Read(package.TextOf(path));
            fault ??= check.Fault(response!, package.Hashes["tagmanifest-sha256.txt"]);
            fault ??= SignedDataForm.Fault(response!.EncodedToken, response.Token.AsSignedCms(), SignedDataForm.TstInfo, archived);
            if (fault is null) sealedAt ??= response!.Time;
            checks.Note("stamp", response is null ? path : $"{path}: {Describe(response.Time)}", fault is null ? null : $"{path}: {fault}");
        }
        return sealedAt;
    }

    private static List<X509Certificate2> CheckSignatures(
        OpenedPackage package, X509Certificate2Collection roots, X509Certificate2Collection archived, DateTimeOffset? sealedAt, CheckList checks)
    {
        var signers = new List<X509Certificate2>();
        if (!package.Has("seal/tagmanifest.p7s")) checks.Fails(PackageVerification.SealCode, "missing seal/tagmanifest.p7s: the package is not signed");
        foreach (var path in InOrder(package, ".p7s"))
        {
            var (signer, fault) = DetachedSignature.Check(package.TextOf(path) ?? [], package.TextOf("tagmanifest-sha256.txt")!, roots, archived, sealedAt);
            checks.Note("signature", $"{path}: {signer?.Subject}", fault is null ? null : $"{path}: {fault}");
            if (signer is not null) signers.Add(signer);
        }
        return signers;
    }

    /// <summary>The unnumbered file first.</summary>
    private static IEnumerable<string> InOrder(OpenedPackage package, string ending) =>
        package.Under("seal/tagmanifest").Where(p => p.EndsWith(ending, StringComparison.Ordinal)).OrderBy(p => p.Length).ThenBy(p => p, StringComparer.Ordinal);

    [GeneratedRegex(@"\Aseal/(tagmanifest(-[2-9])?\.(tsr|p7s)|certs/[A-Za-z0-9._-]+\.pem|revocation/[A-Za-z0-9._-]+\.(crl\.pem|ocsp))\z")]
    private static partial Regex SealFile();
}
