using System.Text.RegularExpressions;

namespace Vaern.App.Learning;

/// <summary>
/// Words that make it likely that a text tells of harm to a child, so that the card on the personal duty to notify (law D-01) is shown. A hint to a person: it decides
/// nothing, is shown too often rather than too seldom, and what it does not find is no sign that there is no duty.
/// </summary>
public static partial class DutySigns
{
    public static bool In(string? text) => !string.IsNullOrWhiteSpace(text) && (Harm().IsMatch(text) || Home().IsMatch(text) || HomeAfter().IsMatch(text));

    [GeneratedRegex(
        @"\b(overgreb\w*|voldt\w+|incest|misbrug(t|er|es)?|selvmord\w*|tage? livet af|tager? sit eget liv|skærer i sig|skader sig selv|selvskad\w*|ikke leve|vil(le)? dø|blottet sig|lukket inde|får ikke mad|bange for at (gå|tage|komme) hjem|abus\w+|suicid\w*|self[- ]harm\w*|kill (him|her|them)sel\w+|afraid to go home)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 500)]
    private static partial Regex Harm();

    [GeneratedRegex(
        @"\b(far|faren|fars|mor|moren|mors|stedfar\w*|stedmor\w*|papfar\w*|papmor\w*|forældre\w*|bedstefar\w*|onkel\w*|plejefar\w*|plejemor\w*|storebror\w*|storesøster\w*|voksne?n?|kæreste\w*|father|mother|stepfather|stepmother|parents?|uncle)\b.{0,60}\b(slår|slog|slået|banker|bankede|bank|sparker|sparkede|tæsker|tæv|lussing\w*|truer|truede|rører|rørte|hits?|beats?|kicks?|touch\w*)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 500)]
    private static partial Regex Home();

    [GeneratedRegex(
        @"\b(slået|bliver slået|banket|tæsket|tæv|bank|truet|rørt|hit|beaten|touched)\b.{0,40}\b(hjemme|derhjemme|af (sin|sine|en) (far|mor|stedfar|stedmor|papfar|papmor|forældre|onkel|bror|voksen)|at home|by (his|her|their) (father|mother|stepfather|stepmother|parents))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 500)]
    private static partial Regex HomeAfter();
}
