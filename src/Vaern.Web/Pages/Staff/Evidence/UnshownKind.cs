namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>Files that are taken in and not shown: which words say what they are and why.</summary>
internal static class UnshownKind
{
    /// <summary>A key of <c>shown.kind.*</c>, or null for a file that is shown.</summary>
    public static string? Of(string? detectedType) => detectedType switch
    {
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/heic" or "image/avif" => "heic",
        "image/bmp" or "image/tiff" => "raw",
        _ when detectedType?.StartsWith("video/", StringComparison.Ordinal) == true => "video",
        _ when detectedType?.StartsWith("audio/", StringComparison.Ordinal) == true => "audio",
        _ => null,
    };
}
