using Vaern.Matching.Hashing;

namespace Vaern.Matching.Families;

/// <summary>How near, in words that a person sees: næsten ens, meget ens, ligner.</summary>
public enum LeadBand
{
    /// <summary>0–10 bits.</summary>
    NearlyTheSame,

    /// <summary>11–20 bits.</summary>
    VeryAlike,

    /// <summary>21–31 bits.</summary>
    Alike,
}

/// <summary>What a look-up says.</summary>
public abstract record LookupAnswer
{
    /// <summary>"Kan ikke sammenlignes". Never shown as "no match".</summary>
    public sealed record CannotCompare(FingerprintStanding Standing) : LookupAnswer;

    public sealed record NoMatch : LookupAnswer;

    /// <summary>Nearest first.</summary>
    public sealed record Leads(IReadOnlyList<Lead> Found) : LookupAnswer;
}

/// <summary>
/// A picture resembles a known family. Nothing follows from it before a named person has confirmed it. The distance is for the record; a person is shown
/// the <see cref="Band"/>.
/// </summary>
/// <param name="Through">The form of the asked picture that came nearest.</param>
/// <param name="AgreeingForms">How many of its forms came within 31 bits.</param>
public sealed record Lead(Guid Family, int Distance, FormFingerprint Through, int AgreeingForms)
{
    public LeadBand Band => BandOf(Distance);

    public static LeadBand BandOf(int distance) => distance switch { <= 10 => LeadBand.NearlyTheSame, <= 20 => LeadBand.VeryAlike, _ => LeadBand.Alike };

    /// <summary>The second check against what the family's representative is known to be.</summary>
    public SecondCheck Check(int representativeWidth, int representativeHeight) => new(
        SecondCheck.Within((double)Through.Width / Through.Height, (double)representativeWidth / representativeHeight), false, AgreeingForms >= 2);
}

/// <summary>Something beside the hash that speaks for a match: the shape, the length of a film, or two variants that agree.</summary>
public sealed record SecondCheck(bool SameShape, bool SameLength, bool TwoVariants)
{
    private const double Tolerance = 0.05;

    public bool Holds => SameShape || SameLength || TwoVariants;

    /// <summary>For films: lengths in seconds.</summary>
    public static SecondCheck OfFilms(double querySeconds, double entrySeconds) => new(false, Within(querySeconds, entrySeconds), false);

    internal static bool Within(double one, double other) => one > 0 && other > 0 && Math.Abs(one - other) <= Tolerance * Math.Max(one, other);
}
