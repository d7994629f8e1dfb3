using System.Text.Json;
using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>
/// One kind of work that the worker does on a file: its letter in the pipe, the most bytes that its answer may have, and the work. A new kind of work (a
/// preview, say) is one more of these, added to <see cref="All"/>.
/// </summary>
/// <param name="Work">Runs in the worker on the decoded picture.</param>
internal sealed record PictureTask(byte Letter, int MostAnswer, Func<DecodedPicture, TurboJpeg?, byte[]> Work)
{
    /// <summary>Fingerprints of the upright picture, of the eight forms and without border, as JSON.</summary>
    internal static readonly PictureTask Hash = new((byte)'h', 16 << 10, (picture, _) => FingerprintJson.Write(picture, PictureHasher.All(picture.Pixels)));

    /// <summary>Width, height and channels (32 bits, little endian each), then the samples.</summary>
    internal static readonly PictureTask Pixels = new((byte)'p', (64 << 20) + 12, (picture, _) => Bare(picture.Pixels));

    /// <summary>See <see cref="SmallPicture.Preview"/>.</summary>
    internal static readonly PictureTask Preview = new((byte)'v', 16 << 20, SmallPicture.Preview);

    /// <summary>See <see cref="SmallPicture.Veil"/>.</summary>
    internal static readonly PictureTask Veil = new((byte)'b', 1 << 20, SmallPicture.Veil);

    /// <summary>As <see cref="Pixels"/>, of a picture made small enough to be worked on.</summary>
    internal static readonly PictureTask Small = new((byte)'s', 12 + (SmallPicture.Longest * SmallPicture.Longest * 3), SmallPicture.Bare);

    internal static readonly IReadOnlyList<PictureTask> All = [Hash, Pixels, Preview, Veil, Small];

    internal static byte[] Bare(Raster pixels)
    {
        var answer = new byte[12 + pixels.Samples.Length];
        BitConverter.TryWriteBytes(answer, pixels.Width);
        BitConverter.TryWriteBytes(answer.AsSpan(4), pixels.Height);
        BitConverter.TryWriteBytes(answer.AsSpan(8), pixels.Channels);
        pixels.Samples.CopyTo(answer.AsMemory(12));
        return answer;
    }
}

/// <summary>The answer to <see cref="PictureTask.Hash"/>.</summary>
internal static class FingerprintJson
{
    internal static byte[] Write(DecodedPicture picture, PictureFingerprints prints)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteNumber("width", prints.Width);
            json.WriteNumber("height", prints.Height);
            json.WriteString("format", picture.Format);
            json.WriteString("decoder", picture.Decoder);
            json.WriteStartArray("conversions");
            foreach (var conversion in picture.Conversions)
            {
                json.WriteStringValue(conversion);
            }
            json.WriteEndArray();
            json.WriteStartArray("forms");
            foreach (var (form, withoutBorder, print, width, height) in prints.Forms)
            {
                json.WriteStartObject();
                json.WriteNumber("form", (int)form);
                json.WriteBoolean("withoutBorder", withoutBorder);
                json.WriteString("hash", print.Hash.ToHex());
                json.WriteNumber("quality", print.Quality);
                json.WriteNumber("ties", print.Ties);
                json.WriteNumber("width", width);
                json.WriteNumber("height", height);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return memory.ToArray();
    }

    /// <summary>Null when the answer is not of this form: a worker is not trusted.</summary>
    internal static HashedPicture? Read(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var root = document.RootElement;
            var forms = root.GetProperty("forms").EnumerateArray().Select(Form).ToList();
            if (forms.Count is < 8 or > 9 || forms[0].Form != PictureForm.Upright)
            {
                return null;
            }
            var prints = new PictureFingerprints(root.GetProperty("width").GetInt32(), root.GetProperty("height").GetInt32(), forms);
            var conversions = root.GetProperty("conversions").EnumerateArray().Select(one => one.GetString()!).ToList();
            return new HashedPicture(prints, Provenance.OfFile(root.GetProperty("format").GetString()!, root.GetProperty("decoder").GetString()!, conversions));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static FormFingerprint Form(JsonElement json)
    {
        var form = (PictureForm)json.GetProperty("form").GetInt32();
        if (!Enum.IsDefined(form) || !PdqHash.TryParse(json.GetProperty("hash").GetString(), out var hash))
        {
            throw new FormatException("No fingerprint.");
        }
        var print = new PdqFingerprint(hash, json.GetProperty("quality").GetInt32(), json.GetProperty("ties").GetInt32());
        return new FormFingerprint(form, json.GetProperty("withoutBorder").GetBoolean(), print, json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32());
    }
}
