using System.Text.Encodings.Web;
using System.Text.Json;
using Vaern.Data;
using Vaern.Sealing.AtRest;

namespace Vaern.App;

/// <summary>Seals and opens texts and small records under the data key of their owner, bound to table, column and row.</summary>
internal static class SealedText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task<byte[]> SealAsync(this UnitOfWork work, Guid owner, string table, string column, Guid row, string text, CancellationToken cancel) =>
        work.Keys.SealAsync(owner, new FieldPlace(table, column, row), text, cancel);

    public static Task<byte[]> SealAsync<T>(this UnitOfWork work, Guid owner, string table, string column, Guid row, T record, CancellationToken cancel)
        where T : class =>
        work.Keys.SealAsync(owner, new FieldPlace(table, column, row), JsonSerializer.Serialize(record, Json), cancel);

    public static async Task<byte[]?> SealOptionalAsync(this UnitOfWork work, Guid owner, string table, string column, Guid row, string? text, CancellationToken cancel) =>
        string.IsNullOrWhiteSpace(text) ? null : await work.SealAsync(owner, table, column, row, text.Trim(), cancel);

    public static Task<string> OpenTextAsync(this UnitOfWork work, Guid owner, string table, string column, Guid row, byte[] sealedText, CancellationToken cancel) =>
        work.Keys.OpenTextAsync(owner, new FieldPlace(table, column, row), sealedText, cancel);

    public static async Task<string?> OpenOptionalAsync(this UnitOfWork work, Guid owner, string table, string column, Guid row, byte[]? sealedText, CancellationToken cancel) =>
        sealedText is null ? null : await work.OpenTextAsync(owner, table, column, row, sealedText, cancel);

    public static async Task<T> OpenAsync<T>(this UnitOfWork work, Guid owner, string table, string column, Guid row, byte[] sealedRecord, CancellationToken cancel)
        where T : class =>
        JsonSerializer.Deserialize<T>(await work.OpenTextAsync(owner, table, column, row, sealedRecord, cancel), Json)!;
}
