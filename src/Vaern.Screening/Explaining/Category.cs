namespace Vaern.Screening.Explaining;

/// <summary>What a text may be a case of. The order is the order in which equal findings are ranked.</summary>
public enum Category
{
    Threat,
    Hate,
    ImageAbuse,
    GroomingCue,
    DrugSale,
    WeaponSale,
    CrimeRecruitment,
    Doxxing,
    Bullying,
    PublicServant,
    MisinformationCue,

    /// <summary>Somebody who needs help. Never a concern and never listed with one.</summary>
    Care,
}

/// <summary>Belongs to the finding: proposed by the rule, set by the reader. For care it means urgency.</summary>
public enum Severity
{
    Low,
    Medium,
    High,
}

/// <summary>Which list a text goes to. Care wins over concern.</summary>
public enum Route
{
    None,
    Care,
    Concern,
}

/// <summary>Whom a finding is about, as far as the words say.</summary>
public enum Target
{
    None,
    Individual,
    Group,
    Staff,
    Self,
}

/// <summary>What makes a hit less than it looks like.</summary>
public enum Cue
{
    /// <summary>Negation beside the words that were hit.</summary>
    Neg,

    /// <summary>Quotation marks around the words that were hit.</summary>
    Quote,

    /// <summary>News or retelling.</summary>
    Reported,

    /// <summary>Somebody objects to it.</summary>
    Counter,

    /// <summary>Laughing signs between people who know each other.</summary>
    Joke,

    /// <summary>Game, sport, film.</summary>
    Game,

    /// <summary>Advice or teaching.</summary>
    Teach,

    /// <summary>Asking for help.</summary>
    Help,

    /// <summary>About oneself.</summary>
    Self,

    /// <summary>A line of a song.</summary>
    Lyric,
}

/// <summary>The codes of the data files and the command line.</summary>
public static class Codes
{
    private static readonly string[] Categories =
        ["threat", "hate", "image_abuse", "grooming_cue", "drug_sale", "weapon_sale", "crime_recruitment", "doxxing", "bullying", "public_servant", "misinformation_cue", "care"];

    private static readonly string[] Severities = ["low", "medium", "high"];

    private static readonly string[] Routes = ["none", "care", "concern"];

    private static readonly string[] Targets = ["none", "individual", "group", "staff", "self"];

    private static readonly string[] Cues = ["NEG", "QUOTE", "REPORTED", "COUNTER", "JOKE", "GAME", "TEACH", "HELP", "SELF", "LYRIC"];

    /// <summary>All category codes in ranking order.</summary>
    public static IReadOnlyList<string> AllCategories => Categories;

    public static string Code(this Category category) => Categories[(int)category];

    public static string Code(this Severity severity) => Severities[(int)severity];

    public static string Code(this Route route) => Routes[(int)route];

    public static string Code(this Target target) => Targets[(int)target];

    public static string Code(this Cue cue) => Cues[(int)cue];

    /// <summary>False when the code is not one of <see cref="AllCategories"/>.</summary>
    public static bool TryCategory(string code, out Category category) => TryFind(Categories, code, out category);

    /// <summary>False when the code is not low, medium or high.</summary>
    public static bool TrySeverity(string code, out Severity severity) => TryFind(Severities, code, out severity);

    internal static bool TryTarget(string code, out Target target) => TryFind(Targets, code, out target);

    internal static bool TryCue(string code, out Cue cue) => TryFind(Cues, code, out cue);

    private static bool TryFind<T>(string[] codes, string code, out T found)
        where T : struct, Enum
    {
        var at = Array.IndexOf(codes, code);
        found = at < 0 ? default : Enum.GetValues<T>()[at];
        return at >= 0;
    }
}
