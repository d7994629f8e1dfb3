using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Vaern.Sealing.Signing;

/// <summary>Certificates as PEM in the one form that a package may hold: 64 columns, line feeds, nothing between the blocks.</summary>
public static class CertificatePem
{
    /// <summary>PEM of the certificates in the order given, as ASCII bytes.</summary>
    public static byte[] Write(IEnumerable<X509Certificate2> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        var text = new StringBuilder();
        foreach (var certificate in certificates) text.Append(certificate.ExportCertificatePem()).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>All certificates of a PEM text. Throws <see cref="System.Security.Cryptography.CryptographicException"/> when one cannot be read.</summary>
    public static X509Certificate2Collection Read(ReadOnlySpan<byte> pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(Encoding.UTF8.GetString(pem));
        return certificates;
    }
}
