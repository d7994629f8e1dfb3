using Vaern.Sealing.AtRest;

namespace Vaern.Data.Keys;

/// <summary>
/// The municipality's own secrets, which lie outside the database and its dumps: the key that wraps data keys and can be rotated, and those
/// behind receipts, blind indexes and submissions, which cannot, since what they made is compared and never made anew.
/// </summary>
public sealed class TenantKeys : IDisposable
{
    /// <summary>Bytes of <see cref="ExportLookups"/>.</summary>
    internal const int LookupsSize = 3 * SecretKey.Size;

    private readonly SecretKey receipts;
    private readonly SecretKey blindIndexes;
    private readonly SecretKey submissions;

    /// <summary>A key that was never rotated: the others are derived from it.</summary>
    public TenantKeys(SecretKey tenantKey)
        : this(tenantKey, tenantKey.Derive("vaern/receipt/1"), tenantKey.Derive("vaern/blind-index/1"), tenantKey.Derive("vaern/submission/1"))
    {
    }

    private TenantKeys(SecretKey wrapping, SecretKey receipts, SecretKey blindIndexes, SecretKey submissions)
    {
        Wrapping = wrapping;
        (this.receipts, this.blindIndexes, this.submissions) = (receipts, blindIndexes, submissions);
        Id = wrapping.Derive("vaern/key-id/1").Mac([])[..8];
    }

    /// <summary>Fingerprint of the wrapping key, 8 bytes. Tells two keys apart and nothing else.</summary>
    public byte[] Id { get; }

    internal SecretKey Wrapping { get; }

    /// <summary>What is stored of a receipt: 32 bytes that are worthless without this key (66 bits of entropy, ADR 0003).</summary>
    public byte[] ReceiptMac(string receipt) => receipts.Mac(System.Text.Encoding.UTF8.GetBytes(receipt));

    /// <summary>A blind index: equal values give equal bytes within one <paramref name="purpose"/>, and tell nothing without the key.</summary>
    public byte[] BlindIndex(string purpose, string value) => blindIndexes.Mac(System.Text.Encoding.UTF8.GetBytes($"{purpose}\0{value}"));

    /// <summary>The HMAC under which a submission's idempotency token is remembered.</summary>
    public byte[] SubmissionMac(ReadOnlySpan<byte> message) => submissions.Mac(message);

    /// <summary>A key that only somebody with <paramref name="token"/> and this municipality's key can make.</summary>
    public SecretKey ForToken(string purpose, ReadOnlySpan<byte> token) =>
        SecretKey.From(submissions.Mac([.. System.Text.Encoding.UTF8.GetBytes(purpose + "\0"), .. token]));

    /// <summary>The same secrets with another wrapping key.</summary>
    internal TenantKeys Rewrapped(SecretKey wrapping) => With(wrapping, ExportLookups());

    internal static TenantKeys With(SecretKey wrapping, ReadOnlySpan<byte> lookups) => new(
        wrapping, SecretKey.From(lookups[..32]), SecretKey.From(lookups[32..64]), SecretKey.From(lookups[64..96]));

    /// <summary>The secrets that a rotation keeps, for the key file only.</summary>
    internal byte[] ExportLookups() => [.. receipts.Export(), .. blindIndexes.Export(), .. submissions.Export()];

    public void Dispose()
    {
        Wrapping.Dispose();
        receipts.Dispose();
        blindIndexes.Dispose();
        submissions.Dispose();
    }
}
