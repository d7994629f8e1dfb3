using System.IO.Compression;

namespace Vaern.App.Intake;

/// <summary>Tells a saved web page from other files: WARC (ISO 28500, packed or not), WACZ 1.1.1, MHTML (RFC 2557).</summary>
internal static class WebCapture
{
    // The folders and lists that a WACZ begins with, whatever order its maker writes them in.
    private static readonly byte[][] WaczNames = ["archive/"u8.ToArray(), "pages/"u8.ToArray(), "indexes/"u8.ToArray(), "datapackage"u8.ToArray()];

    /// <summary>The media type, or null for anything else. <paramref name="head"/> is up to the first 512 bytes.</summary>
    public static string? Sniff(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("WARC/"u8))
        {
            return "application/warc";
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 8]))
        {
            return BeginsAsWarc(head) ? "application/warc+gzip" : null;
        }

        if (head.Length > 42 && head.StartsWith("PK\u0003\u0004"u8))
        {
            var name = head[30..];
            foreach (var known in WaczNames)
            {
                if (name.StartsWith(known))
                {
                    return "application/wacz";
                }
            }
        }

        return (head.StartsWith("From: "u8) || head.StartsWith("MIME-Version:"u8)) && head.IndexOf("multipart/related"u8) > 0 ? "multipart/related" : null;
    }

    private static bool BeginsAsWarc(ReadOnlySpan<byte> head)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(head.ToArray(), writable: false), CompressionMode.Decompress);
            Span<byte> first = stackalloc byte[5];
            return gzip.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual("WARC/"u8);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
