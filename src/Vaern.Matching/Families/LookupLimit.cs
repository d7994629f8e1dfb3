namespace Vaern.Matching.Families;

/// <summary>
/// Who may ask can test any picture, so asking is limited. Whoever keeps the log counts; this says what the counts mean.
/// </summary>
public static class LookupLimit
{
    public const int AnHourForAnAccount = 30;

    public const int ADayForAUnit = 300;

    /// <summary>Whether one more look-up may be made after this many.</summary>
    public static LookupPermission Check(int byAccountInTheLastHour, int byUnitInTheLastDay) =>
        byAccountInTheLastHour >= AnHourForAnAccount ? LookupPermission.AccountHasAskedEnough
        : byUnitInTheLastDay >= ADayForAUnit ? LookupPermission.UnitHasAskedEnough
        : LookupPermission.Allowed;
}

public enum LookupPermission
{
    Allowed,
    AccountHasAskedEnough,
    UnitHasAskedEnough,
}

/// <summary>What is logged of every look-up: which case, which purpose, by whom, and whether there was a match. No hash, no distance.</summary>
public sealed record LookupRecord(Guid Case, string Purpose, Guid Account, Guid Unit, DateTimeOffset At, bool Matched)
{
    /// <summary>A look-up without a case or a purpose is not made.</summary>
    public bool MayBeMade => Case != Guid.Empty && !string.IsNullOrWhiteSpace(Purpose);
}
