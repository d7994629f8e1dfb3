namespace Vaern.App.StreetWork;

/// <summary>One step of a guide. The words stand in the texts of the pages, by the key.</summary>
/// <param name="Ages"><c>child</c> for under 18, <c>adult</c>, or null for all; while the age is not known a young person counts as a child.</param>
/// <param name="IsDuty">The step is a duty in law and not advice: it can be skipped with a reason, and the reason is asked for again at closing.</param>
public sealed record GuideStep(string Key, string? Ages = null, bool IsDuty = false);

/// <summary>
/// What to do, in order, when a young person writes first: a guide for each kind. The first sentence can be put in one's own words; no text is sent from here.
/// </summary>
public static class ContactGuide
{
    /// <summary>The goal for the first answer, counted from the opening (GOAL-FIRST-ANSWER).</summary>
    public const string FirstAnswerRule = "GOAL-FIRST-ANSWER";

    private static readonly GuideStep Safe = new("safe");
    private static readonly GuideStep Who = new("who-am-i");
    private static readonly GuideStep NoBlame = new("no-blame");
    private static readonly GuideStep Adult = new("tell-an-adult");
    private static readonly GuideStep Duty = new("notify", "child", IsDuty: true);
    private static readonly GuideStep Listen = new("listen");
    private static readonly GuideStep Keep = new("keep-messages");
    private static readonly GuideStep Meet = new("meet");
    private static readonly GuideStep ByAge = new("adult-help", "adult");

    private static readonly Dictionary<string, GuideStep[]> ByKind = new()
    {
        ["extortion"] = [Who, NoBlame, Safe, new("do-not-pay"), Keep, new("stop-answering"), new("block-after"), new("send-advice"), Duty, ByAge, Adult, Meet],
        ["images"] = [Who, NoBlame, Safe, new("never-the-picture"), Keep, new("send-advice"), Duty, ByAge, Adult, Meet],
        ["threat"] = [Who, Safe, new("danger-now"), Keep, new("block-after"), new("police-114"), Duty, ByAge, Adult, Meet],
        ["violence"] = [Who, Safe, new("danger-now"), NoBlame, Keep, new("police-114"), Duty, ByAge, Adult, Meet],
        ["self-harm"] = [Who, Safe, new("stay-in-the-talk"), Listen, new("helpline"), Duty, Adult, Meet],
        ["bullying"] = [Who, NoBlame, Listen, Keep, new("send-advice"), Adult, Duty, Meet],
        ["recruitment"] = [Who, Safe, new("no-task"), Keep, new("police-114"), Duty, ByAge, Adult, Meet],
        ["lonely"] = [Who, Listen, new("helpline"), Adult, Duty, Meet],
        ["question"] = [Who, Listen],
    };

    private static readonly Dictionary<string, string> Advice = new()
    {
        ["extortion"] = "/raad/afpresning/barn", ["images"] = "/raad/billede/barn", ["bullying"] = "/raad/mobning/barn",
    };

    public static readonly string[] Kinds = ["extortion", "images", "threat", "violence", "self-harm", "bullying", "recruitment", "lonely", "question"];

    /// <summary>The steps for a kind and an age; an unknown kind has none.</summary>
    public static IReadOnlyList<GuideStep> Steps(string kind, string? age) =>
        [.. (ByKind.GetValueOrDefault(kind) ?? []).Where(step => step.Ages is null || (step.Ages == "adult") == (age == "adult"))];

    /// <summary>The public page whose link can be sent to the young person; null where the guide names none.</summary>
    public static string? AdvicePage(string kind) => Advice.GetValueOrDefault(kind);

    /// <summary>True where a concern is likely a duty: an act against somebody who may be under 18 (law D-01).</summary>
    public static bool LikelyDuty(string kind, string? age) => age != "adult" && (kind is "extortion" or "images" or "violence" or "self-harm" or "recruitment" or "threat");
}
