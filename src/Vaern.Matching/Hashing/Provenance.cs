namespace Vaern.Matching.Hashing;

/// <summary>
/// Everything that shaped a hash, stored beside it: another decoder alone can use up 10 of the 31 bits that a match may have. Quality, ties and form stand
/// with the fingerprint itself.
/// </summary>
/// <param name="Algorithm">Algorithm and version.</param>
/// <param name="Shrink">How a large picture was brought to 512 × 512.</param>
/// <param name="Orientation">Which way up: <c>stored</c> means that an orientation tag was ignored.</param>
/// <param name="Alpha">What lies under transparent pixels.</param>
/// <param name="Format">Of the file; <c>unknown</c> for a hash that came without one.</param>
/// <param name="Decoder">Name and version; for a browser its name and version.</param>
/// <param name="Conversions">Other steps on the way to 8-bit samples.</param>
public sealed record Provenance(
    string Algorithm, string Shrink, string Orientation, string Alpha, string Format, string Decoder, IReadOnlyList<string> Conversions)
{
    public const string ExactAlgorithm = "pdq/1";

    /// <summary>A hash that this code made from a file.</summary>
    public static Provenance OfFile(string format, string decoder, IReadOnlyList<string> conversions) =>
        new(ExactAlgorithm, "nearest-512", "stored", "over-white", format, decoder, conversions);
}
