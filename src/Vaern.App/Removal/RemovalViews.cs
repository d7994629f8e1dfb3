namespace Vaern.App.Removal;

/// <summary>What should come down: the exact address, and what stands there in a few words.</summary>
public sealed record ContentBody(string Link, string What, DateTimeOffset? PostedAt);

/// <summary>
/// What a rung holds, sealed. A notice to a platform has the fields of DSA article 16: the exact address (on the content), <paramref name="Reasons"/>,
/// <paramref name="GoodFaith"/>, and name and mail of the workplace or school, never of the person it is about.
/// </summary>
/// <param name="To">Whom it goes to, by name.</param>
/// <param name="Reasons">Why it may be unlawful, or what the letter asks; for a rung without a letter what was considered.</param>
/// <param name="Skipped">Why the rung was skipped.</param>
/// <param name="Language">da or en: the language of the letter.</param>
public sealed record StepBody(
    string? To = null, string? Reasons = null, bool GoodFaith = false, string? ContactName = null, string? ContactMail = null, string? Skipped = null, string Language = "da");

/// <summary>A rung as it stands. <paramref name="State"/> is draft, sent, answered or skipped; <paramref name="Answer"/> removed, partly, refused, received, granted or silent.</summary>
/// <param name="Statement">The answer in the platform's own words: its statement of reasons (DSA art. 17) is kept here.</param>
public sealed record StepView(
    Guid Id, string Kind, string RuleId, int RuleVersion, string State, StepBody Body, DateTimeOffset? SentAt, string SettledBy, DateTimeOffset RecordedAt,
    string? Answer, DateTimeOffset? AnsweredAt, string? Statement, DateOnly? NextCheck, int Version);

/// <summary>Content with its rungs. <paramref name="State"/> is up, removed or left.</summary>
public sealed record ContentView(
    Guid Id, string Platform, ContentBody Body, string State, DateTimeOffset AddedAt, DateTimeOffset? RemovedAt, int Version, IReadOnlyList<StepView> Steps)
{
    public StepView? Step(string kind) => Steps.FirstOrDefault(step => step.Kind == kind);

    /// <summary>Whole minutes from the notice to the platform until the content was gone; null while it is up or where no notice was sent.</summary>
    public int? Minutes => RemovedAt is { } gone && Step("platform")?.SentAt is { } sent && gone >= sent ? (int)(gone - sent).TotalMinutes : null;

    /// <summary>The lowest rung that nobody has sent or skipped yet; null when the content is gone or every rung was tried.</summary>
    public Rung? Next => State != "up" ? null : Rung.All.FirstOrDefault(rung => Step(rung.Kind) is null or { State: "draft" });
}
