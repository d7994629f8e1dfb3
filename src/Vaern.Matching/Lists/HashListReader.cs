using System.Buffers;
using System.Globalization;
using System.Text;
using Vaern.Matching.Films;
using Vaern.Matching.Hashing;

namespace Vaern.Matching.Lists;

/// <summary>One accepted line.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Quality">Null where the list does not say.</param>
/// <param name="Label">Empty where the list has none; labels of the same hash are joined with "; ".</param>
public sealed record ListEntry(PdqHash Hash, int? Quality, string Label, int Line);

/// <summary>One refused line and why, in a word of the contract: <c>length</c>, <c>not-hex</c>, <c>zero</c>, <c>quality</c>, <c>bits</c>, <c>form</c>, <c>too-long</c>, <c>not-utf8</c>.</summary>
public sealed record RefusedLine(int Line, string Reason);

/// <summary>What a list held.</summary>
/// <param name="Entries">In order of the first line; each hash once.</param>
/// <param name="Accepted">Lines that were good, repetitions included.</param>
public sealed record ReadList(IReadOnlyList<ListEntry> Entries, int Accepted, IReadOnlyList<RefusedLine> Refused);

/// <summary>
/// Reads plain lists (<c>HASH</c> or <c>pdq HASH</c>), CSV (<c>hash,quality,label</c>, with or without header) and vPDQ text (<c>frame,quality,hash,seconds</c>), line by line,
/// mixed if need be. A line that is not good is refused with its number and the reading goes on. Reading the same list twice gives the same.
/// </summary>
public static class HashListReader
{
    /// <summary>A longer line is refused without being kept.</summary>
    public const int MostLineBytes = 1 << 20;

    /// <summary>A proper hash has 128 bits set; ties move that a little.</summary>
    public const int LeastBits = 96, MostBits = 160;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ReadList Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var places = new Dictionary<PdqHash, int>();
        var entries = new List<ListEntry>();
        var refused = new List<RefusedLine>();
        var accepted = 0;
        foreach (var (number, text, fault) in Lines(stream))
        {
            if (fault is not null)
            {
                refused.Add(new RefusedLine(number, fault));
                continue;
            }
            var line = (number == 1 ? text.TrimStart('\uFEFF') : text).Trim();
            if (line.Length == 0 || line[0] == '#' || (entries.Count == 0 && refused.Count == 0 && IsHeader(line)))
            {
                continue;
            }
            var (entry, reason) = Entry(line, number);
            if (entry is null)
            {
                refused.Add(new RefusedLine(number, reason!));
                continue;
            }
            accepted++;
            if (!places.TryAdd(entry.Hash, entries.Count))
            {
                entries[places[entry.Hash]] = Merged(entries[places[entry.Hash]], entry);
                continue;
            }
            entries.Add(entry);
        }
        return new ReadList(entries, accepted, refused);
    }

    private static (ListEntry? Entry, string? Reason) Entry(string line, int number)
    {
        if (line.StartsWith("pdq ", StringComparison.OrdinalIgnoreCase))
        {
            line = line[4..].TrimStart();
        }
        if (FilmFrame.Parse(line) is { } frame)
        {
            return Checked(frame.Hash, frame.Quality, $"{frame.Seconds.ToString("0.000", CultureInfo.InvariantCulture)} s", number);
        }
        var comment = line.IndexOf(" #", StringComparison.Ordinal);
        if (comment >= 0 && !line.Contains('"', StringComparison.Ordinal))
        {
            line = line[..comment].TrimEnd();
        }
        if (CsvCells(line) is not { Count: >= 1 and <= 3 } cells)
        {
            return (null, "form");
        }
        var hex = cells[0].Trim();
        if (hex.Length != PdqHash.HexLength)
        {
            return (null, "length");
        }
        if (!PdqHash.TryParse(hex, out var hash))
        {
            return (null, "not-hex");
        }
        int? quality = null;
        if (cells.Count > 1 && cells[1].Trim() is { Length: > 0 } said)
        {
            if (!int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > 100)
            {
                return (null, "quality");
            }
            quality = value;
        }
        return Checked(hash, quality, cells.Count > 2 ? cells[2].Trim() : "", number);
    }

    private static (ListEntry? Entry, string? Reason) Checked(PdqHash hash, int? quality, string label, int number) =>
        hash.IsZero ? (null, "zero")
        : quality < PdqFingerprint.LeastQuality ? (null, "quality")
        : hash.BitCount is < LeastBits or > MostBits ? (null, "bits")
        : (new ListEntry(hash, quality, label, number), null);

    private static ListEntry Merged(ListEntry first, ListEntry again) =>
        again.Label.Length == 0 || first.Label.Split("; ").Contains(again.Label) ? first
        : first with { Label = first.Label.Length == 0 ? again.Label : $"{first.Label}; {again.Label}" };

    private static bool IsHeader(string line) =>
        line.Split(',')[0].Trim().ToUpperInvariant() is "HASH" or "PDQ" or "FRAME" or "\"HASH\"";

    // RFC 4180 for one line; null when a quotation does not end.
    private static List<string>? CsvCells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var k = 0; k < line.Length; k++)
        {
            if (quoted && line[k] == '"' && k + 1 < line.Length && line[k + 1] == '"')
            {
                cell.Append('"');
                k++;
            }
            else if (line[k] == '"')
            {
                quoted = !quoted;
            }
            else if (line[k] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[k]);
            }
        }
        cells.Add(cell.ToString());
        return quoted ? null : cells;
    }

    private static IEnumerable<(int Number, string Text, string? Fault)> Lines(Stream stream)
    {
        var chunk = new byte[1 << 16];
        var line = new ArrayBufferWriter<byte>();
        int number = 1, read;
        var tooLong = false;
        while ((read = stream.Read(chunk)) > 0)
        {
            for (var at = 0; at < read;)
            {
                var end = chunk.AsSpan(at, read - at).IndexOf((byte)'\n');
                var piece = chunk.AsSpan(at, end < 0 ? read - at : end);
                tooLong |= line.WrittenCount + piece.Length > MostLineBytes;
                if (!tooLong)
                {
                    line.Write(piece);
                }
                at += piece.Length + 1;
                if (end >= 0)
                {
                    yield return Decoded(number++, line, tooLong);
                    line.ResetWrittenCount();
                    tooLong = false;
                }
            }
        }
        if (tooLong || line.WrittenCount > 0)
        {
            yield return Decoded(number, line, tooLong);
        }
    }

    private static (int Number, string Text, string? Fault) Decoded(int number, ArrayBufferWriter<byte> line, bool tooLong)
    {
        if (tooLong)
        {
            return (number, "", "too-long");
        }
        try
        {
            return (number, Strict.GetString(line.WrittenSpan), null);
        }
        catch (DecoderFallbackException)
        {
            return (number, "", "not-utf8");
        }
    }
}
