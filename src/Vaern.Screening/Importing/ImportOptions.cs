namespace Vaern.Screening.Importing;

/// <summary>Limits and choices of an import; the defaults are those of the specification.</summary>
public sealed record ImportOptions
{
    /// <summary>The stricter profile: a participant hands in a chat of their own, with consent noted. Opens WhatsApp alone.</summary>
    public bool GivenByParticipant { get; init; }

    /// <summary>
    /// Names that the file's channel may have, as the mandate writes them. A file that names another channel is refused as <see cref="FileRefusals.OtherSource"/>; one
    /// that names none is taken on the worker's word. Empty takes any.
    /// </summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Names of public channels that may be kept where a message was passed on from one; every other origin is an alias.</summary>
    public IReadOnlyList<string> KnownChannels { get; init; } = [];

    /// <summary>Bytes of a file, and of an unpacked entry.</summary>
    public long MostBytes { get; init; } = 8L << 30;

    /// <summary>Bytes that an archive may hold in all, unpacked.</summary>
    public long MostUnpackedBytes { get; init; } = 20L << 30;

    /// <summary>How many times larger an entry may be than it is packed.</summary>
    public int MostRatio { get; init; } = 200;

    /// <summary>Entries of an archive.</summary>
    public int MostEntries { get; init; } = 10_000;

    /// <summary>UTF-16 units of one message; longer text is cut before the limit at a whole character.</summary>
    public int MostText { get; init; } = 65_536;

    /// <summary>Messages of one file.</summary>
    public int MostMessages { get; init; } = 10_000_000;

    /// <summary>What clock times without a zone mean.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    /// <summary>Which columns of a CSV file mean what; null finds them by their headings.</summary>
    public CsvColumns? Columns { get; init; }
}

/// <summary>Headings of a CSV file; null where a column is missing.</summary>
public sealed record CsvColumns(string Text, string? Time = null, string? Id = null, string? Author = null, string? Channel = null, string? ReplyTo = null, string? Address = null);
