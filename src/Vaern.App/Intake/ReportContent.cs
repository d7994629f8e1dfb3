namespace Vaern.App.Intake;

/// <summary>What a person tells. Everything here is sealed; only category, unit and role stand in the open.</summary>
public sealed record ReportContent
{
    public const int StoryLimit = 10_000;
    public const int ShortLimit = 500;
    public const int LinkLimit = 20;
    public const int LinkLength = 2_000;

    /// <summary>In the reporter's own words; 1 to 10,000 characters.</summary>
    public required string Story { get; init; }

    /// <summary>When it happened, as far as anyone knows; null when nobody does.</summary>
    public DateTimeOffset? HappenedAt { get; init; }

    /// <summary>True when only the day of <see cref="HappenedAt"/> is known; it then stands at the day's first minute.</summary>
    public bool TimeUnknown { get; init; }

    public string? Platform { get; init; }

    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Who it is about, in the reporter's words.</summary>
    public string? Who { get; init; }

    /// <summary>What the reporter hopes for, and what must not happen first.</summary>
    public string? Wish { get; init; }

    /// <summary><c>leader</c>, <c>key-person</c> or <c>other</c> when it is about an adult at the place; else null.</summary>
    public string? AboutAdult { get; init; }

    /// <summary>Answers to questions of the classification, by question id, where the reporter asked that they be sent along; else null.</summary>
    public IReadOnlyDictionary<string, string>? Answers { get; init; }

    /// <summary><c>da</c> or <c>en</c>: the language the person wrote the form in.</summary>
    public string Language { get; init; } = "da";
}

/// <summary>Name and ways to reach the reporter; sealed apart from the story under a key of its own.</summary>
public sealed record ReportContact(string? Name, string? Email, string? Phone);

/// <summary>A report as it is submitted. <paramref name="Role"/> is child, parent, employee, professional or bystander.</summary>
public sealed record ReportSubmission(string Role, string Category, bool Restricted, Accounts.Unit Unit, ReportContent Content, ReportContact? Contact);

/// <summary>A file on its way in. The declared type is kept as a statement and never believed.</summary>
public sealed record IncomingFile(string Name, string? DeclaredType, Stream Content)
{
    /// <summary>SHA-256 that the sender's browser took before it sent the file, 64 lower-case hex digits; null where it could not. It must be that of what arrives.</summary>
    public string? Sha256Browser { get; init; }
}

/// <summary>What the reporter gets, once: the number, the six words, and when a person answers at the latest.</summary>
/// <param name="RoutedTo">The name of the unit it went to when that is not the unit asked for.</param>
public sealed record Receipt(ReportId Report, string Number, string Words, DateTimeOffset ReplyBy, string? RoutedTo);
