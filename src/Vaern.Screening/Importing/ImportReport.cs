namespace Vaern.Screening.Importing;

/// <summary>Whether a file was taken.</summary>
public enum ImportOutcome
{
    /// <summary>Read to its end.</summary>
    Accepted,

    /// <summary>It breaks off: what is whole before the break is there.</summary>
    Partial,

    /// <summary>Nothing was taken; <see cref="ImportReport.Refusal"/> says why.</summary>
    Refused,
}

/// <summary>A reason and how often.</summary>
/// <param name="Lines">First line numbers for <c>malformed</c> in formats that have lines, otherwise null.</param>
public sealed record ReasonCount(string Reason, long Count, IReadOnlyList<long>? Lines = null);

/// <summary>Something that the reader mended, dropped or did not know.</summary>
/// <param name="Code">One of <see cref="ImportWarnings"/> or, for a refused file, its <see cref="FileRefusals"/>.</param>
/// <param name="Count">How often.</param>
/// <param name="Names">Field names for <c>unknown_field</c>, otherwise null.</param>
public sealed record ImportWarning(string Code, long Count, IReadOnlyList<string>? Names = null);

/// <summary>What became of a file. Holds no text, no name and no line of it.</summary>
/// <param name="Format">For example <c>telegram-desktop-json</c>; <c>unknown</c> when it was not recognised.</param>
/// <param name="Seen">Accepted and refused together; 0 for a refused file.</param>
/// <param name="From">The first accepted message's time, or null.</param>
/// <param name="To">The last accepted message's time, or null.</param>
/// <param name="Participants">Different persons who wrote accepted messages.</param>
public sealed record ImportReport(
    string Format, ImportOutcome Outcome, string? Refusal, long Seen, long Accepted, IReadOnlyList<ReasonCount> Refused,
    DateTimeOffset? From, DateTimeOffset? To, int Participants, IReadOnlyList<ImportWarning> Warnings)
{
    /// <summary>Whether the refusal follows from a rule, and not from a file that cannot be read.</summary>
    public bool IsRefusedByRule => Refusal is FileRefusals.NotPublic or FileRefusals.WholeAccount or FileRefusals.PrivateSource or FileRefusals.OtherSource;
}

/// <summary>Why a whole file is refused.</summary>
public static class FileRefusals
{
    public const string Empty = "empty";
    public const string NotRecognised = "not_recognised";
    public const string TooLarge = "too_large";
    public const string UnsafeArchive = "unsafe_archive";
    public const string UnsafeXml = "unsafe_xml";
    public const string NotPublic = "not_public";
    public const string WholeAccount = "whole_account";
    public const string PrivateSource = "private_source";

    /// <summary>The file names another channel than the one it was handed in as.</summary>
    public const string OtherSource = "other_source";
}

/// <summary>Why one message is not taken.</summary>
public static class MessageRefusals
{
    public const string Service = "service";
    public const string Unsupported = "unsupported";
    public const string NoText = "no_text";
    public const string DeletedPlaceholder = "deleted_placeholder";
    public const string Duplicate = "duplicate";
    public const string Malformed = "malformed";
    public const string NotPublic = "not_public";
}

/// <summary>Codes of warnings.</summary>
public static class ImportWarnings
{
    public const string ControlEscapesRepaired = "control_escapes_repaired";
    public const string UnknownField = "unknown_field";
    public const string BystandersDropped = "bystanders_dropped";
    public const string TextCapped = "text_capped";
    public const string Unsupported = "unsupported";
    public const string DateUnknown = "date_unknown";
    public const string NoTimeZone = "no_time_zone";
    public const string Truncated = "truncated";
    public const string InvalidUtf8 = "invalid_utf8";
    public const string Edited = "edited";
    public const string CountDiffers = "message_count_differs";
}

/// <summary>Names of the formats.</summary>
public static class ImportFormats
{
    public const string Telegram = "telegram-desktop-json";
    public const string Discord = "discord-chat-exporter-json";
    public const string WhatsApp = "whatsapp-txt";
    public const string Rss = "rss-2.0";
    public const string Atom = "atom-1.0";
    public const string Mastodon = "mastodon-status-json";
    public const string ActivityPub = "activitypub-outbox-json";
    public const string Bluesky = "bluesky-jetstream-jsonl";
    public const string Csv = "csv";
    public const string Unknown = "unknown";
}
