using Vaern.Sealing.AtRest;

namespace Vaern.Data.Keys;

/// <summary>
/// The municipality's own secrets, derived from one 32-byte key that lies outside the database and its dumps:
/// the key that wraps data keys, the one behind receipts, the one behind blind indexes.
/// </summary>
public sealed class TenantKeys : IDisposable
{
    private readonly SecretKey receipts;
    private readonly SecretKey blindIndexes;
    private readonly SecretKey submissions;

    public TenantKeys(SecretKey tenantKey)
    {
        Wrapping = tenantKey;
        receipts = tenantKey.Derive("vaern/receipt/1");
        blindIndexes = tenantKey.Derive("vaern/blind-index/1");
        submissions = tenantKey.Derive("vaern/submission/1");
    }

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

    public void Dispose()
    {
        Wrapping.Dispose();
        receipts.Dispose();
        blindIndexes.Dispose();
        submissions.Dispose();
    }
}
