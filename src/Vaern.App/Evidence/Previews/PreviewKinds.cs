namespace Vaern.App.Evidence.Previews;

/// <summary>Which way a file of a detected type is shown.</summary>
internal enum PreviewKind { None, Picture, Pages, Text }

/// <summary>Goes by what the bytes say a file is, never by its name.</summary>
internal static class PreviewKinds
{
    public static PreviewKind Of(string? detectedType) => detectedType switch
    {
        "image/jpeg" or "image/png" => PreviewKind.Picture,
        "application/pdf" => PreviewKind.Pages,
        "text/plain" or "text/html" or "multipart/related" or "application/warc" or "application/warc+gzip" or "application/wacz" => PreviewKind.Text,
        "application/vnd.openxmlformats-officedocument" => PreviewKind.Text,
        _ => PreviewKind.None,
    };
}
