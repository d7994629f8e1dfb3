using System.Text.Json;

namespace Vaern.Sealing.Custody;

/// <summary>Well-formedness of foreign JSON: one object, no member twice, compact, at most 16 deep.</summary>
internal static class JsonObjects
{
    internal static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <returns>What is wrong with the text, or null when it is one JSON object.</returns>
    internal static string? Problem(ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (utf8.IsEmpty || utf8[0] != (byte)'{' || utf8[^1] != (byte)'}') return "not a JSON object";
            using var document = JsonDocument.Parse(utf8.ToArray(), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : "not a JSON object";
        }
        catch (JsonException)
        {
            return "not well-formed JSON, or a member twice";
        }
        catch (InvalidOperationException)
        {
            return "JSON text is not valid UTF-8";
        }
    }
}
