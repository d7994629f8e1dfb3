namespace Vaern.App.Removal;

/// <summary>
/// A rung of the removal ladder (law E-08). Rungs are tried from the lowest; each can be skipped with a reason, and none waits for the police.
/// </summary>
/// <param name="Kind">author, platform, helper, complaint, coordinator, authority, injunction or mediation.</param>
/// <param name="Step">1 to 6: complaint, coordinator and authority share the fourth.</param>
/// <param name="Rule">The rule that stands behind it.</param>
/// <param name="Contacts">Ids in the contact register of those it goes to; empty where it goes to the platform or the author.</param>
public sealed record Rung(string Kind, int Step, string Rule, params string[] Contacts)
{
    /// <summary>All rungs, lowest first.</summary>
    public static IReadOnlyList<Rung> All { get; } =
    [
        new("author", 1, "E-08"),
        new("platform", 2, "E-01"),
        new("helper", 3, "E-04", "CT-04", "CT-05", "CT-11", "CT-12"),
        new("complaint", 4, "E-02-20"),
        new("coordinator", 4, "E-03", "CT-15"),
        new("authority", 4, "E-06", "CT-16"),
        new("injunction", 5, "E-07"),
        new("mediation", 6, "E-08"),
    ];

    /// <summary>Where content lies, as keys; figures are kept by them. <c>other</c> covers what is not named.</summary>
    public static IReadOnlyList<string> Platforms { get; } =
        ["facebook", "instagram", "messenger", "snapchat", "tiktok", "youtube", "x", "discord", "telegram", "reddit", "twitch", "website", "other"];

    /// <summary>A letter is written on every rung but these two, where what was done is noted.</summary>
    public bool HasLetter => Kind is not ("injunction" or "mediation");

    public static Rung? Find(string? kind) => All.FirstOrDefault(rung => rung.Kind == kind);
}
