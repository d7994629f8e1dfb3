using System.Text.Json;
using System.Text.RegularExpressions;
using Vaern.Data;
using Vaern.Matching.Films;
using Vaern.Matching.Hashing;
using Vaern.Matching.Lists;

namespace Vaern.App.Intake;

/// <summary>A fingerprint that the reporter's own device made. <paramref name="Blob"/> is the file it is of, when the file was sent too.</summary>
public sealed record DeviceFingerprint(Guid Id, Guid? Blob, FingerprintBody Body);

/// <summary>Reads what a device says, and believes none of it further than its form: a wrong fingerprint finds nothing or a lead that a person rejects.</summary>
public static partial class DeviceFingerprints
{
    public const int MaxCount = 10;
    public const int MostFrames = 600;
    private const int LongestText = 100_000;
    private const int LongestSide = 100_000;

    /// <returns>The fingerprint, or <c>fingerprint.unreadable</c>.</returns>
    public static Result<FingerprintBody> Read(string? json)
    {
        if (string.IsNullOrEmpty(json) || json.Length > LongestText)
        {
            return Unreadable;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement) is { } body ? body : Unreadable;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Unreadable;
        }
    }

    /// <summary>Writes the draft's fingerprints into the report that it becomes; each looks for its family when it has no file that the server makes one of.</summary>
    internal static async Task KeepAsync(UnitOfWork work, Guid report, IReadOnlyList<DeviceFingerprint> prints, CancellationToken cancel)
    {
        foreach (var print in prints)
        {
            work.Later(
                """
                insert into fingerprint (id, key_id, report_id, blob_id, source, kind, standing, body, made_at) values ($1, $2, $2, $3, 'device', $4, $5, $6, $7)
                """,
                print.Id, report, print.Blob, print.Body.IsFilm ? "film" : "picture", print.Body.Standing,
                await work.SealAsync(report, "fingerprint", "body", print.Id, print.Body, cancel), work.Now);
            if (print.Blob is null)
            {
                await Data.Jobs.JobQueue.EnqueueAsync(work, "fingerprint.place", new { fingerprint = print.Id }, cancel: cancel);
            }
        }
    }

    private static Error Unreadable => new("fingerprint.unreadable", "What the device sent is no fingerprint.");

    private static FingerprintBody? Read(JsonElement json)
    {
        var (width, height) = (json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32());
        var browser = json.GetProperty("decoder").GetString() ?? "";
        if (width is < 1 or > LongestSide || height is < 1 or > LongestSide || !BrowserName().IsMatch(browser))
        {
            return null;
        }

        var provenance = new Provenance(Provenance.ExactAlgorithm, "nearest-512", "stored", "over-white", "unknown", browser, []);
        if (json.TryGetProperty("frames", out var frames))
        {
            var seconds = json.GetProperty("seconds").GetDouble();
            string[] lines = [.. frames.EnumerateArray().Take(MostFrames + 1).Select(Frame).OfType<FilmFrame>().Select(frame => frame.ToLine())];
            return lines.Length is 0 or > MostFrames || lines.Length != frames.GetArrayLength() || seconds is not (>= 0 and < 360_000)
                ? null
                : new FingerprintBody(null, 0, 0, width, height, provenance, lines, seconds);
        }

        var (hash, quality, ties) = (json.GetProperty("hash").GetString(), json.GetProperty("quality").GetInt32(), json.GetProperty("ties").GetInt32());
        return IsHash(hash) && quality is >= 0 and <= 100 && ties is >= 0 and <= 256 ? new FingerprintBody(hash!.ToLowerInvariant(), quality, ties, width, height, provenance) : null;
    }

    private static FilmFrame? Frame(JsonElement json)
    {
        var (number, quality, at) = (json.GetProperty("number").GetInt32(), json.GetProperty("quality").GetInt32(), json.GetProperty("seconds").GetDouble());
        return PdqHash.TryParse(json.GetProperty("hash").GetString(), out var hash) && quality is >= 0 and <= 100 && number is >= 0 and < MostFrames && at is >= 0 and < 360_000
            ? new FilmFrame(number, quality, hash, at)
            : null;
    }

    private static bool IsHash(string? hex) => PdqHash.TryParse(hex, out var hash) && (hash.IsZero || hash.BitCount is >= HashListReader.LeastBits and <= HashListReader.MostBits);

    // A name and a number: what is more would tell devices apart.
    [GeneratedRegex("^[A-Za-z]{2,20}( [0-9]{1,4})?$")]
    private static partial Regex BrowserName();
}
