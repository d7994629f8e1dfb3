using System.Globalization;

namespace Vaern.Screening.Importing;

/// <summary>What a CSV file looks like: its delimiter, its headings, how it writes dates.</summary>
/// <param name="Delimiter">Semicolon, comma, tab or bar.</param>
/// <param name="Headings">As they stand in the first record.</param>
/// <param name="DateForm">The form that fits most of the time column, or null for ISO and seconds.</param>
internal sealed record CsvShape(char Delimiter, IReadOnlyList<string> Headings, string? DateForm)
{
    private const int SampleRecords = 50;
    private const int DateRecords = 5_000;

    private static readonly string[] Texts = ["text", "body", "message", "content", "tekst", "besked", "kommentar", "comment", "caption", "indhold", "message_text", "post_text", "opslag"];
    private static readonly string[] Ids = ["id", "message_id", "post_id", "comment_id", "besked_id", "nr"];
    private static readonly string[] TimesOf = ["timestamp", "time", "date", "created_at", "datetime", "dato", "tid", "tidspunkt", "unix_timestamp", "created_utc", "published", "oprettet"];
    private static readonly string[] Authors = ["author", "author_name", "user", "username", "from", "name", "forfatter", "bruger", "navn", "afsender", "author_fullname", "sender"];
    private static readonly string[] Channels = ["channel", "chat", "thread_id", "subreddit", "kanal", "group", "gruppe", "channel_name"];
    private static readonly string[] Replies = ["reply_to", "parent_id", "in_reply_to", "in_reply_to_id", "svar_paa", "svar_på"];
    private static readonly string[] Addresses = ["url", "link", "permalink", "adresse", "post_url"];

    private static readonly string[] Forms =
    [
        "dd-MM-yyyy HH:mm:ss", "dd-MM-yyyy HH:mm", "dd-MM-yyyy HH.mm", "dd-MM-yyyy", "dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm", "dd/MM/yyyy HH.mm", "dd/MM/yyyy",
        "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH.mm", "dd.MM.yyyy", "d-M-yyyy HH:mm", "d/M/yyyy HH:mm", "d.M.yyyy HH.mm", "d.M.yyyy HH:mm",
    ];

    /// <summary>Whether a text looks like CSV with a column of texts; null when it does not.</summary>
    public static CsvShape? Of(Func<TextReader> open, CsvColumns? columns)
    {
        var (best, bestScore) = ('\0', 0.0);
        foreach (var delimiter in ";,\t|")
        {
            using var text = open();
            var score = Score(new CsvRecords(text, delimiter));
            if (score > bestScore) (best, bestScore) = (delimiter, score);
        }
        if (best == '\0') return null;
        using var again = open();
        var records = new CsvRecords(again, best);
        if (records.Next() is not { } first) return null;
        var shape = new CsvShape(best, [.. first.Select(heading => heading.Trim().Trim('\uFEFF'))], null);
        var found = shape.Columns(columns);
        if (found is null) return null;
        return found.Time is null ? shape : shape with { DateForm = Form(records, shape.Index(found.Time)) };
    }

    /// <summary>The columns by their headings; null when there is no text among them.</summary>
    public CsvColumns? Columns(CsvColumns? chosen)
    {
        if (chosen is not null) return Index(chosen.Text) < 0 ? null : chosen;
        return Find(Texts) is { } text ? new CsvColumns(text, Find(TimesOf), Find(Ids), Find(Authors), Find(Channels), Find(Replies), Find(Addresses)) : null;
    }

    public int Index(string? heading)
    {
        for (var i = 0; i < Headings.Count; i++)
        {
            if (heading is not null && Headings[i].Equals(heading, StringComparison.OrdinalIgnoreCase)) return i;
        }
        return -1;
    }

    public DateTimeOffset? Time(string written, ImportRun run)
    {
        var text = written.Trim();
        if (DateForm is not null && DateTime.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)) return Times.InZone(clock, run);
        if (text.Length is 9 or 10 && Times.Unix(text) is { } unix) return unix;
        return text.Length >= 10 && text[4] == '-' ? Times.Local(text.Replace(' ', 'T'), run) : null;
    }

    private string? Find(string[] known) => known.Select(name => Headings.FirstOrDefault(heading => heading.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(found => found is not null);

    /// <summary>The share of the first records with the most frequent number of fields; nothing for one field.</summary>
    private static double Score(CsvRecords records)
    {
        var sizes = new List<int>();
        while (sizes.Count < SampleRecords && records.Next() is { } record) sizes.Add(record.Count);
        if (sizes.Count == 0) return 0;
        var most = sizes.GroupBy(size => size).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First();
        return most.Key < 2 ? 0 : (most.Count() / (double)sizes.Count) + (Math.Min(most.Key, 50) / 10_000.0);
    }

    private static string? Form(CsvRecords records, int column)
    {
        var fits = new int[Forms.Length];
        for (var read = 0; read < DateRecords && records.Next() is { } record; read++)
        {
            if (column < 0 || column >= record.Count) continue;
            for (var i = 0; i < Forms.Length; i++)
            {
                if (DateTime.TryParseExact(record[column].Trim(), Forms[i], CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) fits[i]++;
            }
        }
        var best = Array.IndexOf(fits, fits.Max());
        return fits[best] > 0 ? Forms[best] : null;
    }
}
