using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Signing;

namespace Vaern.Sealing.Packages;

/// <summary>The revocation lists of the moment of sealing, so that it can be shown years later that no certificate behind the seal was revoked then.</summary>
internal static class RevocationArchive
{
    /// <summary>Fetches, checks and lays out the lists behind the stamps and behind the signature.</summary>
    /// <returns>Why the package may not be sealed: a certificate is revoked. What could not be had is noted.</returns>
    internal static async Task<(IReadOnlyList<PackageFile> Files, string? Fault)> CollectAsync(
        IRevocationLists source, IEnumerable<X509Certificate2> stamping, IEnumerable<X509Certificate2> signing, X509Certificate2Collection issuers, List<string> notes,
        CancellationToken cancellationToken)
    {
        var files = new List<PackageFile>();
        foreach (var (name, certificates) in new[] { ("tsa", stamping), ("signer", signing) })
        {
            var lists = new List<RevocationList>();
            foreach (var certificate in certificates.Where(c => !c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData)).DistinctBy(c => c.Thumbprint))
            {
                if (!lists.Exists(l => l.IsOf(certificate)))
                {
                    var found = (await source.ForAsync(certificate, cancellationToken)).Select(l => RevocationList.Read(l, issuers)).ToList();
                    lists.AddRange(found.Where(f => f.List is not null).Select(f => f.List!));
                    if (!lists.Exists(l => l.IsOf(certificate)))
                        notes.Add($"no revocation list for {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}{(found.Find(f => f.Fault is not null).Fault is { } reason ? ": " + reason : "")}");
                }
                if (lists.Select(l => l.RevokedAt(certificate)).FirstOrDefault(at => at is not null) is { } revoked)
                    return ([], $"the certificate {certificate.Subject} was revoked at {revoked.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
            }
            if (lists.Count > 0) files.Add(PackageFile.Of($"seal/revocation/{name}.crl.pem", RevocationList.WritePem(lists)));
        }
        return (files, null);
    }
}
