using System.Text;
using Vaern.Screening.Masking;

namespace Vaern.Screening.Importing;

/// <summary>One file under import: its format, and readings of it.</summary>
internal sealed class ImportFile : IDisposable
{
    private readonly Func<Stream> open;
    private readonly string format;
    private readonly string? refusal;
    private readonly FieldNames names = new();
    private Encoding? encoding;
    private CsvShape? csv;
    private string? chat;
    private bool dayFirst = true;

    public ImportFile(Func<Stream> source, ImportOptions options)
    {
        Options = options;
        open = () => new LimitedStream(source(), options.MostBytes);
        try
        {
            (format, refusal) = FormatProbe.Of(open);
            if (!FormatProbe.IsZip(format)) return;
            using var packed = source();
            var (entry, unsafeZip) = packed.CanSeek ? ArchiveEntry.Find(packed, options) : (null, FileRefusals.UnsafeArchive);
            (format, refusal) = (ImportFormats.Unknown, unsafeZip);
            if (entry is null) return;
            open = () => ArchiveEntry.Open(source(), entry, options);
            (format, refusal) = FormatProbe.Of(open);
            if (FormatProbe.IsZip(format)) (format, refusal) = (ImportFormats.Unknown, FileRefusals.UnsafeArchive);
        }
        catch (TooLargeException)
        {
            (format, refusal) = (ImportFormats.Unknown, FileRefusals.TooLarge);
        }
        catch (InvalidDataException)
        {
            (format, refusal) = (ImportFormats.Unknown, FileRefusals.UnsafeArchive);
        }
    }

    public ImportOptions Options { get; }

    public HashSet<string> Deleted { get; } = new(StringComparer.Ordinal);

    public HashSet<string> GoneAuthors { get; } = new(StringComparer.Ordinal);

    public void Dispose()
    {
        Deleted.Clear();
        GoneAuthors.Clear();
    }

    /// <summary>The first reading; fills the participants and what is deleted.</summary>
    public ImportReport Inspect(Participants participants)
    {
        // A deletion may stand after what it deletes.
        if (refusal is null && format is ImportFormats.ActivityPub or ImportFormats.Bluesky) Read(participants, null);
        return Read(participants, null);
    }

    public ImportReport Read(Participants participants, Action<SourceMessage, string>? accept)
    {
        var run = new ImportRun(Options, participants, Deleted, accept) { GoneAuthors = GoneAuthors, Chat = chat };
        var name = format;
        if (refusal is not null) run.RefuseFile(refusal);
        else
        {
            try
            {
                name = ReadAs(run);
            }
            catch (TooLargeException)
            {
                run.RefuseFile(FileRefusals.TooLarge);
            }
            catch (InvalidDataException)
            {
                // A packed file that ends too early or is damaged: what was whole is there.
                run.WarnOnce(ImportWarnings.Truncated);
            }
        }
        chat = run.Chat;
        return run.Report(name);
    }

    private string ReadAs(ImportRun run)
    {
        switch (format)
        {
            case ImportFormats.Telegram: Json(run, TelegramReader.Read); break;
            case ImportFormats.Discord: Json(run, DiscordReader.Read); break;
            case ImportFormats.Mastodon: Json(run, MastodonReader.Read); break;
            case ImportFormats.ActivityPub: Json(run, OutboxReader.Read); break;
            case ImportFormats.Bluesky: Lines(run); break;
            case ImportFormats.WhatsApp: WhatsApp(run); break;
            case ImportFormats.Rss or ImportFormats.Atom: return Feed(run);
            default: return Csv(run);
        }
        return format;
    }

    private void Json(ImportRun run, ValueReader read)
    {
        using var stream = open();
        using var feed = new JsonFeed(stream, Options.MostBytes);
        var json = new JsonWalker(feed, names);
        read(ref json, run);
        run.Warn(ImportWarnings.ControlEscapesRepaired, feed.Repaired);
        run.Warn(ImportWarnings.InvalidUtf8, json.InvalidUtf8);
        if (feed.IsTooLarge) run.RefuseFile(FileRefusals.TooLarge);
        // Broken from its beginning: no export that broke off, but no export.
        if (json.IsBroken && run.Seen == 0 && !run.IsRefused) run.RefuseFile(FileRefusals.NotRecognised);
    }

    private void Lines(ImportRun run)
    {
        using var text = new StreamReader(open(), Encoding.UTF8);
        var lines = new TextLines(text);
        while (!run.IsRefused && lines.Next() is { } line)
        {
            if (line.AsSpan().Trim().Length > 0) BlueskyReader.ReadLine(Encoding.UTF8.GetBytes(line), lines.Number, names, run);
        }
    }

    private void WhatsApp(ImportRun run)
    {
        if (!Options.GivenByParticipant)
        {
            run.RefuseFile(FileRefusals.PrivateSource);
            return;
        }
        if (encoding is null)
        {
            using var first = Text();
            dayFirst = WhatsAppReader.IsDayFirst(new TextLines(first));
        }
        using var text = Text();
        new WhatsAppReader(run, dayFirst).Read(new TextLines(text));
    }

    private string Feed(ImportRun run)
    {
        using var stream = open();
        using var text = FeedText(stream);
        return FeedReader.Read(text, run);
    }

    private string Csv(ImportRun run)
    {
        csv ??= CsvShape.Of(Text, Options.Columns);
        if (csv is null)
        {
            run.RefuseFile(FileRefusals.NotRecognised);
            return ImportFormats.Unknown;
        }
        using var text = Text();
        CsvReader.Read(text, csv, run);
        return ImportFormats.Csv;
    }

    private StreamReader Text() => new(open(), encoding ??= FileEncoding.Of(open));

    /// <summary>The encoding of the declaration, else that of the bytes.</summary>
    private StreamReader FeedText(Stream stream)
    {
        encoding ??= Declared() ?? FileEncoding.Of(open);
        return new StreamReader(stream, encoding);
    }

    private Encoding? Declared()
    {
        using var stream = open();
        var head = new byte[256];
        var text = Encoding.Latin1.GetString(head, 0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        var at = text.IndexOf("encoding=", StringComparison.Ordinal);
        if (at < 0 || at + 11 > text.Length) return null;
        var end = text.IndexOf(text[at + 9], at + 10);
        var name = end < 0 ? "" : text[(at + 10)..end];
        return name.ToUpperInvariant() switch
        {
            "ISO-8859-1" or "LATIN1" or "WINDOWS-1252" or "CP1252" or "ISO-8859-15" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
            "UTF-16" or "UTF-16LE" => Encoding.Unicode,
            _ => null,
        };
    }
}
