using System.Globalization;
using System.Text;

namespace Vaern.Screening.Importing;

/// <summary>
/// WhatsApp's text file in its Danish forms. Never a public source: read only when a participant hands in a chat of their own.
/// There are no ids: date, name, text and the ordinal within the minute make one.
/// </summary>
internal sealed class WhatsAppReader(ImportRun run, bool dayFirst)
{
    private const string Deleted = "deleted";

    private static readonly string[] Omitted =
    [
        "<mediefil udeladt>", "<medier udeladt>", "<media omitted>", "billede udeladt", "video udeladt", "lyd udeladt", "klistermærke udeladt", "gif udeladt", "kontaktkort udeladt", "dokument udeladt",
        "image omitted", "video omitted", "audio omitted", "sticker omitted",
    ];

    private static readonly string[] DeletedMarks = ["denne besked blev slettet", "denne besked er blevet slettet", "du slettede denne besked", "du har slettet denne besked", "this message was deleted"];
    private static readonly string[] ServiceMarks = ["ubesvaret taleopkald", "ubesvaret videoopkald", "beskeder og opkald er end-to-end", "din sikkerhedskode for", "messages and calls are end-to-end"];

    private readonly StringBuilder body = new();
    private readonly Dictionary<string, int> ordinals = new(StringComparer.Ordinal);
    private string? name;
    private DateTime clock;
    private DateTime minute;
    private bool isOpen;

    /// <summary>Whether the day stands first: a number above twelve tells, otherwise the part that changes more often; Danish files are day first.</summary>
    public static bool IsDayFirst(TextLines lines)
    {
        var (firstChanges, secondChanges, last) = (0, 0, (First: 0, Second: 0));
        while (lines.Next() is { } line)
        {
            if (!WhatsAppLine.TryRead(line, out var start)) continue;
            if (start.First > 12) return true;
            if (start.Second > 12) return false;
            if (start.First != last.First) firstChanges++;
            if (start.Second != last.Second) secondChanges++;
            last = (start.First, start.Second);
        }
        return firstChanges >= secondChanges;
    }

    public void Read(TextLines lines)
    {
        while (!run.IsRefused && lines.Next() is { } line)
        {
            if (!WhatsAppLine.TryRead(line, out var start))
            {
                if (isOpen) body.Append('\n').Append(line);
                else if (line.Trim().Length > 0) run.Malformed(lines.Number);
                continue;
            }
            Close();
            if (WhatsAppLine.Clock(start, dayFirst) is { } read) Open(read, start.Rest);
            else run.Malformed(lines.Number);
        }
        Close();
    }

    private void Open(DateTime at, string rest)
    {
        var colon = rest.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0 && rest.EndsWith(':')) colon = rest.Length - 1;
        clock = at;
        name = colon > 0 ? rest[..colon].Trim('\u200E', '\u200F', '\u202A', '\u202C', ' ', '~', '\u00A0', '\u202F') : null;
        body.Clear().Append(colon > 0 ? rest.AsSpan(Math.Min(rest.Length, colon + 2)) : rest);
        isOpen = true;
    }

    private void Close()
    {
        if (!isOpen) return;
        isOpen = false;
        var text = body.ToString().Trim('\u200E', '\u200F', ' ', '\n');
        if (name is null || Begins(text, ServiceMarks))
        {
            run.Refuse(MessageRefusals.Service);
            return;
        }
        var person = $"name:{name}";
        run.Participants.Add(person, name);
        var left = WithoutMarks(text);
        if (left == Deleted)
        {
            run.Refuse(MessageRefusals.DeletedPlaceholder);
            return;
        }
        var message = run.Message;
        message.Clear();
        message.Chat = "whatsapp";
        (message.Author, message.AuthorName) = (person, name);
        message.Id = Identity(left);
        message.At = Times.InZone(clock, run);
        message.AddLine(left);
        run.TakeMessage();
    }

    private string Identity(string text)
    {
        var now = new DateTime(clock.Year, clock.Month, clock.Day, clock.Hour, clock.Minute, 0);
        if (now != minute) ordinals.Clear();
        minute = now;
        var said = SeenMessages.Hash(name!, text).ToString("x16", CultureInfo.InvariantCulture);
        var ordinal = ordinals[said] = ordinals.GetValueOrDefault(said) + 1;
        return $"{clock:yyyyMMddHHmmss}-{said}-{ordinal}";
    }

    /// <summary>The text without the app's own words for what is not in the file; a caption stays.</summary>
    private static string WithoutMarks(string text)
    {
        if (Begins(text, DeletedMarks) && text.Length < 60) return Deleted;
        var kept = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var plain = line.Trim('\u200E', '\u200F', ' ');
            var small = plain.ToLowerInvariant();
            var isMark = Array.IndexOf(Omitted, small) >= 0 || small.StartsWith("<vedhæftet:", StringComparison.Ordinal) || small.StartsWith("<attached:", StringComparison.Ordinal)
                || small.EndsWith("(fil vedhæftet)", StringComparison.Ordinal) || small.EndsWith("(file attached)", StringComparison.Ordinal)
                || small.StartsWith("placering: ", StringComparison.Ordinal) || small.StartsWith("location: ", StringComparison.Ordinal) || small == "live placering delt";
            if (!isMark) kept.Add(line);
        }
        return string.Join('\n', kept).Trim();
    }

    private static bool Begins(string text, string[] marks) => marks.Any(mark => text.TrimStart('\u200E', '\u200F').StartsWith(mark, StringComparison.OrdinalIgnoreCase));
}
