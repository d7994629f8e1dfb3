using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;

namespace Vaern.App.Intake;

/// <summary>
/// An idempotency token bound to what was submitted under it. The same token with the same content gives the same receipt; with
/// other content it is refused. The stored answer opens only with the token itself, so the database alone holds no receipt.
/// </summary>
internal sealed class SubmissionToken
{
    private readonly SecretKey key;

    public SubmissionToken(TenantKeys keys, string token, ReportSubmission submission)
    {
        Mac = keys.SubmissionMac(Encoding.UTF8.GetBytes("token\0" + token));
        RequestMac = keys.SubmissionMac([.. "request\0"u8, .. JsonSerializer.SerializeToUtf8Bytes(submission)]);
        key = keys.ForToken("answer", Encoding.UTF8.GetBytes(token));
    }

    public byte[] Mac { get; }

    public byte[] RequestMac { get; }

    public byte[] Seal(Receipt receipt) => FieldCipher.Seal(key, Place, JsonSerializer.SerializeToUtf8Bytes(receipt));

    /// <summary>Waits for a concurrent submission under the same token, then answers with its receipt, an error, or null when this is the first.</summary>
    public async Task<Result<Receipt>?> EarlierAsync(UnitOfWork work, CancellationToken cancel)
    {
        // Two statements, for the second must see what the first has waited for.
        work.Later("select pg_advisory_xact_lock($1)", BitConverter.ToInt64(Mac));
        work.Later("select request_mac, answer from submission where token_mac = $1", Mac);
        await using var answers = await work.AnswersAsync(cancel);
        await answers.NextResultAsync(cancel);
        if (!await answers.ReadAsync(cancel))
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(answers.GetFieldValue<byte[]>(0), RequestMac)
            ? JsonSerializer.Deserialize<Receipt>(FieldCipher.Open(key, Place, answers.GetFieldValue<byte[]>(1)))!
            : new Error("submission.token-reused", "The token was used for another report.");
    }

    /// <summary>The receipt given under a token, whatever was submitted; null when none was or when it is more than a day old.</summary>
    public static async Task<Receipt?> AnswerAsync(TenantKeys keys, UnitOfWork work, string token, CancellationToken cancel)
    {
        var mac = keys.SubmissionMac(Encoding.UTF8.GetBytes("token\0" + token));
        var answer = await work.FirstOrDefaultAsync<byte[]>(
            "select answer from submission where token_mac = @mac and created_at > @limit", new { mac, limit = work.Now.AddDays(-1) }, cancel);
        using var key = keys.ForToken("answer", Encoding.UTF8.GetBytes(token));
        return answer is null
            ? null
            : JsonSerializer.Deserialize<Receipt>(FieldCipher.Open(key, new FieldPlace("submission", "answer", new Guid(mac.AsSpan(0, 16))), answer));
    }

    private FieldPlace Place => new("submission", "answer", new Guid(Mac.AsSpan(0, 16)));
}
