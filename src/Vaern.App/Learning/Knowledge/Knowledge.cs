using Vaern.App.Learning.Library;

namespace Vaern.App.Learning.Knowledge;

/// <summary>What is sealed of an item. <paramref name="Source"/> is what it builds on; a case or a person is none.</summary>
public sealed record KnowledgeWords(string Title, string Text, string Source);

/// <summary>What the municipality has added to the shared texts.</summary>
/// <param name="Audience"><c>staff</c>, or <c>everyone</c>: then it stands on public pages.</param>
/// <param name="Beside">The shared text it stands under, such as <c>samtale/13-15</c>; null where it stands alone.</param>
/// <param name="ReviewBy">When somebody else has gone through it at the latest (GOAL-KNOWLEDGE-REVIEW).</param>
public sealed record KnowledgeItem(
    Guid Id, string Number, string State, string Audience, string? Beside, KnowledgeWords Words, AccountId Author, DateTimeOffset WrittenAt, DateTimeOffset ReviewBy, AccountId? Reviewer,
    DateTimeOffset? ReviewedAt, DateOnly? ExpiresOn, int Version)
{
    public const int TitleLimit = 120;

    public const int TextLimit = 6_000;

    public bool IsExpired(DateOnly today) => State == "published" && ExpiresOn < today;
}

/// <summary>How a shared text stands in this municipality.</summary>
/// <param name="By">Who went through it here; null while only its file says so.</param>
public sealed record SheetStanding(Sheet Sheet, DateOnly Reviewed, DateOnly Expires, AccountId? By)
{
    /// <summary>True after its last day: it is marked wherever it shows, on paper too.</summary>
    public bool IsExpired(DateOnly today) => Expires < today;
}
