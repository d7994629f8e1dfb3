using Vaern.Screening.Masking;

namespace Vaern.Screening.Importing;

/// <summary>One reading of one file: counts, knows what was there already, and hands on what is accepted.</summary>
internal sealed class ImportRun(ImportOptions options, Participants participants, HashSet<string> deleted, Action<SourceMessage, string>? accept)
{
    private const int MostNames = 50;

    private readonly Dictionary<string, long> refused = [];
    private readonly Dictionary<string, long> warnings = [];
    private readonly SortedSet<string> unknown = new(StringComparer.Ordinal);
    private readonly List<long> malformedLines = [];
    private readonly HashSet<string> authors = new(StringComparer.Ordinal);
    private readonly SeenMessages seenMessages = new();
    private long accepted;
    private long seen;
    private DateTimeOffset? from;
    private DateTimeOffset? to;
    private string? refusal;
    private bool isOther;

    public ImportOptions Options => options;

    public Participants Participants => participants;

    public SourceMessage Message { get; } = new();

    /// <summary>Ids of messages that the source says are deleted.</summary>
    public HashSet<string> Deleted => deleted;

    /// <summary>Authors whose account the source says is gone.</summary>
    public HashSet<string> GoneAuthors { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The chat's id, when an earlier reading found it: it may stand after the messages.</summary>
    public string? Chat { get; set; }

    public bool IsRefused => refusal is not null;

    private bool IsTruncated => warnings.ContainsKey(ImportWarnings.Truncated);

    public long Seen => seen;

    public void RefuseFile(string reason) => refusal ??= reason;

    /// <summary>What the file calls its channel; null where it says nothing. The name is compared and kept nowhere.</summary>
    public void Named(params ReadOnlySpan<string?> names)
    {
        var named = false;
        foreach (var name in names)
        {
            if (string.IsNullOrWhiteSpace(name)) continue;
            if (ChannelNames.Has(options.Channels, name)) return;
            named = true;
        }
        // Told at the end: that a chat is private weighs more, and stands after its name.
        isOther |= named && options.Channels.Count > 0;
    }

    public void Refuse(string reason)
    {
        Count();
        refused[reason] = refused.GetValueOrDefault(reason) + 1;
    }

    public void Malformed(long line)
    {
        Refuse(MessageRefusals.Malformed);
        if (malformedLines.Count < MostNames) malformedLines.Add(line);
    }

    public void Warn(string code, long times = 1)
    {
        if (times > 0) warnings[code] = warnings.GetValueOrDefault(code) + times;
    }

    public void WarnOnce(string code) => warnings[code] = 1;

    /// <summary>A field that the reader does not know. A name that might itself be personal is counted, not kept.</summary>
    public void Unknown(string field)
    {
        if (unknown.Count >= MostNames) return;
        var plain = field.Length is > 0 and <= 40 && char.IsAsciiLetter(field[0]) && field.All(c => char.IsAsciiLetter(c) || c is '_' or '-' || char.IsAsciiDigit(c)) && field.Count(char.IsAsciiDigit) < 4;
        unknown.Add(plain ? field : "?");
    }

    /// <summary>Takes the message that has been filled, or says why not.</summary>
    public void TakeMessage()
    {
        var message = Message;
        if (!message.HasText)
        {
            Refuse(MessageRefusals.NoText);
            return;
        }
        var text = message.Text().TrimEnd('\n');
        var id = message.Id ?? "";
        if (deleted.Contains(id) || (message.Author is { } gone && GoneAuthors.Contains(gone)))
        {
            Refuse(MessageRefusals.DeletedPlaceholder);
            return;
        }
        var answer = seenMessages.Add(message.Chat ?? "", id, (uint)SeenMessages.Hash(text, message.Author ?? ""));
        if (answer == SeenMessages.Answer.Same)
        {
            Refuse(MessageRefusals.Duplicate);
            return;
        }
        Count();
        accepted++;
        if (message.IsEdited || answer == SeenMessages.Answer.Changed) Warn(ImportWarnings.Edited);
        if (message.At is null) Warn(ImportWarnings.DateUnknown);
        if (message.At is { } at)
        {
            if (from is null || at < from) from = at;
            if (to is null || at > to) to = at;
        }
        if (text.Length > options.MostText) Warn(ImportWarnings.TextCapped);
        if ((message.Author ?? message.AuthorName) is { } author) authors.Add(author);
        participants.Add(message.Author ?? $"name:{message.AuthorName}", message.AuthorName);
        accept?.Invoke(message, text);
    }

    public ImportReport Report(string format)
    {
        if ((refusal ?? (isOther ? FileRefusals.OtherSource : null)) is { } reason)
        {
            return new ImportReport(format, ImportOutcome.Refused, reason, 0, 0, [], null, null, 0, [new ImportWarning(reason, 1)]);
        }
        var warned = warnings.Select(entry => new ImportWarning(entry.Key, entry.Value)).ToList();
        if (unknown.Count > 0) warned.Add(new ImportWarning(ImportWarnings.UnknownField, unknown.Count, [.. unknown]));
        if (refused.TryGetValue(MessageRefusals.Unsupported, out var times)) warned.Add(new ImportWarning(ImportWarnings.Unsupported, times));
        return new ImportReport(
            format, IsTruncated ? ImportOutcome.Partial : ImportOutcome.Accepted, null, accepted + refused.Values.Sum(), accepted,
            [.. refused.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new ReasonCount(entry.Key, entry.Value, entry.Key == MessageRefusals.Malformed && malformedLines.Count > 0 ? malformedLines : null))],
            from, to, authors.Count, [.. warned.OrderBy(one => one.Code, StringComparer.Ordinal)]);
    }

    private void Count()
    {
        if (++seen > options.MostMessages) RefuseFile(FileRefusals.TooLarge);
    }
}
