namespace Vaern.Matching.Hashing;

/// <summary>What can be done with a fingerprint.</summary>
public enum FingerprintStanding
{
    Usable,

    /// <summary>No bit set: a side under 5 pixels, or nothing in the picture.</summary>
    Empty,

    /// <summary>Quality under 50: too little to tell pictures apart.</summary>
    BelowGate,

    /// <summary>More than 8 coefficients tie with the median: the bits are rounding noise.</summary>
    Unstable,
}

/// <summary>A hash with what decides whether it may be compared.</summary>
/// <param name="Quality">0–100; 50 and more is usable.</param>
/// <param name="Ties">Coefficients within 0.01 of the median, itself included; more than 8 is unstable.</param>
public readonly record struct PdqFingerprint(PdqHash Hash, int Quality, int Ties)
{
    public const int LeastQuality = 50;

    public const int MostTies = 8;

    /// <summary>Largest distance at which two fingerprints are of the same picture.</summary>
    public const int MostDistance = 31;

    /// <summary>What a picture with a side under 5 pixels gives.</summary>
    public static PdqFingerprint TooSmall { get; } = new(default, 0, 256);

    /// <summary>Anything but usable is "cannot be compared", never "no match".</summary>
    public FingerprintStanding Standing =>
        Hash.IsZero ? FingerprintStanding.Empty
        : Quality < LeastQuality ? FingerprintStanding.BelowGate
        : Ties > MostTies ? FingerprintStanding.Unstable
        : FingerprintStanding.Usable;

    public bool IsUsable => Standing == FingerprintStanding.Usable;
}
