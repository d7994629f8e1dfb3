using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Vaern.Screening.Heads;

/// <summary>What a file of heads says of itself.</summary>
/// <param name="Version">Of the heads, carried by every explanation.</param>
/// <param name="Bits">Buckets as a power of two.</param>
/// <param name="Heads">In the order of the weights.</param>
/// <param name="Attributions">Data and licences that travel with the weights.</param>
/// <param name="TrainedOn">SHA-256 of the training rows, so that the same file can be made again.</param>
public sealed record HeadFileHeader(string Version, int Bits, IReadOnlyList<Head> Heads, IReadOnlyList<string> Attributions, string TrainedOn);

/// <summary>
/// Format <c>VRNHEAD1</c>: 8 bytes of magic, the header's length (32 bits, little-endian), the header as UTF-8 JSON, then for each bucket one
/// signed 16-bit little-endian weight a head. The same training gives the same bytes.
/// </summary>
public static class HeadFile
{
    private const int LargestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "VRNHEAD1"u8;

    public static byte[] Write(HeadModel model)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(model.Header);
        var weights = model.Weights;
        var file = new byte[Magic.Length + 4 + header.Length + (weights.Length * 2)];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(Magic.Length), header.Length);
        header.CopyTo(file, Magic.Length + 4);
        var at = file.AsSpan(Magic.Length + 4 + header.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(at[(i * 2)..], weights[i]);
        }
        return file;
    }

    /// <returns>Null when the bytes are not such a file.</returns>
    public static HeadModel? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Magic.Length + 4 || !file.StartsWith(Magic))
        {
            return null;
        }
        var length = BinaryPrimitives.ReadInt32LittleEndian(file[Magic.Length..]);
        if (length is <= 0 or > LargestHeader || file.Length - Magic.Length - 4 < length || ReadHeader(file.Slice(Magic.Length + 4, length)) is not { } header)
        {
            return null;
        }
        var body = file[(Magic.Length + 4 + length)..];
        if (header.Bits is < 8 or > 22 || header.Heads.Count is 0 or > 64 || body.Length != (1 << header.Bits) * header.Heads.Count * 2)
        {
            return null;
        }
        var weights = new short[body.Length / 2];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, short>(body).CopyTo(weights);
        }
        else
        {
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = BinaryPrimitives.ReadInt16LittleEndian(body[(i * 2)..]);
            }
        }
        return new(header, weights);
    }

    internal static HeadModel? ReadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("screening/heads.bin");
        if (stream is null)
        {
            return null;
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes) ?? throw new InvalidOperationException("The built-in heads do not load.");
    }

    private static HeadFileHeader? ReadHeader(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<HeadFileHeader>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
