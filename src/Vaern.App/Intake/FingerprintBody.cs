using Vaern.Matching.Films;
using Vaern.Matching.Hashing;

namespace Vaern.App.Intake;

/// <summary>
/// What is sealed of a fingerprint, under the key of the report or case that it came with: the bits, what decides whether they may be compared, and how they
/// came about. Never in a log, an address or on a page.
/// </summary>
/// <param name="Hash">64 hexadecimal digits; null for a film and for a file that could not be read.</param>
/// <param name="Frames">Lines of vPDQ text, a frame a second; null for a picture.</param>
/// <param name="Seconds">Length of the film; null for a picture.</param>
/// <param name="Problem">A code of <see cref="Pictures.PictureProblem"/> where there is no fingerprint; else null.</param>
/// <param name="DeviceDistance">Bits between the server's fingerprint and the one that the device made of the same file; null where there is no other.</param>
public sealed record FingerprintBody(
    string? Hash, int Quality, int Ties, int Width, int Height, Provenance? Provenance, IReadOnlyList<string>? Frames = null, double? Seconds = null, string? Problem = null, int? DeviceDistance = null)
{
    /// <summary>The reference's own bar for two decoders and one file of quality 80 and more.</summary>
    public const int FileBar = 10;

    public const int FileBarQuality = 80;

    public bool IsFilm => Frames is not null;

    /// <summary>The picture's fingerprint; empty for a film.</summary>
    public PdqFingerprint Print => PdqHash.TryParse(Hash, out var hash) ? new PdqFingerprint(hash, Quality, Ties) : PdqFingerprint.TooSmall;

    public FilmHash Film => new([.. (Frames ?? []).Select(FilmFrame.Parse).OfType<FilmFrame>()]);

    /// <summary>Usable, not comparable (below the gate or unstable) or refused (no fingerprint could be made).</summary>
    public string Standing => Problem is not null ? "refused" : (IsFilm ? Film.Distinct.Count > 0 : Print.IsUsable) ? "usable" : "not-comparable";

    /// <summary>False when device and server differ by more than two decoders can: then the device's is kept and not used.</summary>
    public bool AgreesWithDevice => DeviceDistance is not { } distance || distance <= FileBar || Quality < FileBarQuality;
}
