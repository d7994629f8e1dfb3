using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Signing;

namespace Vaern.Sealing.Packages;

/// <summary>
/// The revocation lists of the moment of sealing, and a responder's answers where a certificate has no list, so that it can be shown years later that no
/// certificate behind the seal was revoked then.
/// </summary>
internal static class RevocationArchive
{
    /// <summary>Fetches, checks and lays out what is behind the stamps and behind the signature.</summary>
    /// <param name="at">The moment of sealing: an answer must be of then.</param>
    /// <returns>Why the package may not be sealed: a certificate is revoked. What could not be had is noted.</returns>
    internal static async Task<(IReadOnlyList<PackageFile> Files, string? Fault)> CollectAsync(
        IRevocationLists source, IEnumerable<X509Certificate2> stamping, IEnumerable<X509Certificate2> signing, X509Certificate2Collection known, DateTimeOffset at, List<string> notes,
        CancellationToken cancellationToken)
    {
        var files = new List<PackageFile>();
        foreach (var (name, certificates) in new[] { ("tsa", stamping), ("signer", signing) })
        {
            var lists = new List<RevocationList>();
            var answers = 0;
            foreach (var certificate in certificates.Where(c => !c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData)).DistinctBy(c => c.Thumbprint))
            {
                string? reason = null;
                if (!lists.Exists(l => l.IsOf(certificate)))
                {
                    var found = (await source.ForAsync(certificate, cancellationToken)).Select(l => RevocationList.Read(l, known)).ToList();
                    lists.AddRange(found.Where(f => f.List is not null).Select(f => f.List!));
                    reason = found.Find(f => f.Fault is not null).Fault;
                }
                var revoked = lists.Select(l => l.RevokedAt(certificate)).FirstOrDefault(then => then is not null);
                if (!lists.Exists(l => l.IsOf(certificate)))
                {
                    var (answer, fault) = await AskAsync(source, certificate, known, at, cancellationToken);
                    revoked = answer?.RevokedAt(certificate);
                    reason ??= fault;
                    if (answer is null) notes.Add($"no revocation list for {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}{(reason is null ? "" : ": " + reason)}");
                    else files.Add(PackageFile.Of(string.Create(CultureInfo.InvariantCulture, $"seal/revocation/{name}-{++answers}.ocsp"), answer.Encoded.ToArray()));
                }
                if (revoked is { } when) return ([], $"the certificate {certificate.Subject} was revoked at {when.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
            }
            if (lists.Count > 0) files.Add(PackageFile.Of($"seal/revocation/{name}.crl.pem", RevocationList.WritePem(lists)));
        }
        return (files, null);
    }

    private static async Task<(OcspAnswer? Answer, string? Fault)> AskAsync(
        IRevocationLists source, X509Certificate2 certificate, X509Certificate2Collection known, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var issuer = known.FirstOrDefault(i => i.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));
        if (issuer is null || await source.AskAsync(certificate, issuer, cancellationToken) is not { } encoded) return (null, null);
        var (answer, fault) = OcspAnswer.Read(encoded, [certificate, .. known]);
        return answer is not null && !answer.IsOf(certificate, at) ? (null, "an OCSP answer of another moment or about another certificate") : (answer, fault);
    }
}
