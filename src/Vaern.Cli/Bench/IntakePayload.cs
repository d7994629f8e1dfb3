using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Vaern.Cli.Bench;

/// <summary>
/// A report with one attachment as a browser or an app would send it. The attachment is a picture by its first bytes and differs from
/// report to report; the same number gives the same bytes, so that a receiver's copy can be checked without keeping ours.
/// </summary>
internal sealed class IntakePayload
{
    /// <summary>100 kB: a screenshot of a telephone.</summary>
    public const int AttachmentSize = 102_400;

    private const string Boundary = "vaern-bench-7f3a9c";
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] Pattern = MakePattern();

    private readonly byte[] head;
    private readonly byte[] tail = Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n");

    /// <param name="unit">A unit's code, or null for the municipality.</param>
    public IntakePayload(string category, string? unit)
    {
        var report = $$"""
            {"role":"child","category":"{{category}}","unit":{{(unit is null ? "null" : $"\"{unit}\"")}},"happened_at":null,"platform":"gruppechat","links":[],
            "story":"Der er en gruppe, hvor de skriver om en fra klassen hver aften. Jeg har taget et billede af skærmen, og jeg ved ikke, hvem jeg skal vise det til. Det har stået på siden efterårsferien, og nu vil hun ikke i skole.","contact":null}
            """;
        head = Encoding.UTF8.GetBytes(
            $"--{Boundary}\r\nContent-Disposition: form-data; name=\"report\"\r\nContent-Type: application/json\r\n\r\n{report}\r\n"
            + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"skaerm.png\"\r\nContent-Type: image/png\r\n\r\n");
    }

    /// <summary>Bytes of the request's body.</summary>
    public int Size => head.Length + AttachmentSize + tail.Length;

    public static MediaTypeHeaderValue ContentType => MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + Boundary);

    /// <summary>The whole body of report <paramref name="number"/>, into <paramref name="buffer"/> of <see cref="Size"/> bytes.</summary>
    public void Write(long number, Span<byte> buffer)
    {
        head.CopyTo(buffer);
        WriteAttachment(number, buffer.Slice(head.Length, AttachmentSize));
        tail.CopyTo(buffer[(head.Length + AttachmentSize)..]);
    }

    /// <summary>SHA-256 of the attachment of report <paramref name="number"/>.</summary>
    public static byte[] AttachmentHash(long number)
    {
        var attachment = new byte[AttachmentSize];
        WriteAttachment(number, attachment);
        return SHA256.HashData(attachment);
    }

    /// <summary>What goes before and after a file whose content is streamed.</summary>
    public (ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Tail) Frame => (head, tail);

    /// <summary>Bytes that look like a picture's; the first block of a larger file.</summary>
    public static ReadOnlyMemory<byte> Block => Pattern;

    private static void WriteAttachment(long number, Span<byte> target)
    {
        Pattern.CopyTo(target);
        BinaryPrimitives.WriteInt64BigEndian(target[16..], number);
    }

    // Does not compress, like a picture.
    private static byte[] MakePattern()
    {
        var pattern = new byte[AttachmentSize];
        new Random(20_270_114).NextBytes(pattern);
        Signature.CopyTo(pattern, 0);
        return pattern;
    }
}
