using System.Text.Json;

namespace Vaern.Screening.Importing;

/// <summary>Lines of Bluesky's Jetstream. Posts that call themselves Danish, or name no language; deletions are obeyed.</summary>
internal static class BlueskyReader
{
    private const string Posts = "app.bsky.feed.post";

    /// <summary>What one line says.</summary>
    private sealed class Event
    {
        public string? Did { get; set; }
        public string? Kind { get; set; }
        public string? Operation { get; set; }
        public string? Collection { get; set; }
        public string? Key { get; set; }
        public bool IsActive { get; set; } = true;
        public bool IsDanish { get; set; } = true;
    }

    public static void ReadLine(ReadOnlySpan<byte> line, long number, FieldNames names, ImportRun run)
    {
        run.Message.Clear();
        var json = new JsonWalker(line, names);
        var read = new Event();
        if (!json.Read() || json.Type != JsonTokenType.StartObject)
        {
            run.Malformed(number);
            return;
        }
        while (json.NextField(out var key))
        {
            if (key == "did") read.Did = json.Text();
            else if (key == "kind") read.Kind = json.Text();
            else if (key == "time_us") run.Message.At = Micros(json.Text());
            else if (key == "commit" && json.Type == JsonTokenType.StartObject) Commit(ref json, run, read);
            else if (key == "account" && json.Type == JsonTokenType.StartObject) Account(ref json, read);
            else
            {
                if (key != "identity") run.Unknown(key);
                json.Skip();
            }
        }
        run.Warn(ImportWarnings.InvalidUtf8, json.InvalidUtf8);
        if (json.IsBroken || json.Type != JsonTokenType.EndObject || read.Did is null) run.Malformed(number);
        else Take(read, run);
    }

    private static void Take(Event read, ImportRun run)
    {
        var id = $"{read.Did}/{read.Key}";
        if (read.Kind == "account" && !read.IsActive) run.GoneAuthors.Add("did:" + read.Did);
        if (read is { Kind: "commit", Collection: Posts, Operation: "delete", Key: not null }) run.Deleted.Add(id);
        if (read is not { Kind: "commit", Collection: Posts, Operation: "create" or "update", Key: not null, IsDanish: true })
        {
            run.Refuse(MessageRefusals.Service);
            return;
        }
        run.Message.Id = id;
        run.Message.Author = "did:" + read.Did;
        run.Message.IsEdited = read.Operation == "update";
        run.TakeMessage();
    }

    private static void Commit(ref JsonWalker json, ImportRun run, Event read)
    {
        while (json.NextField(out var key))
        {
            if (key == "operation") read.Operation = json.Text();
            else if (key == "collection") read.Collection = json.Text();
            else if (key == "rkey") read.Key = json.Text();
            else if (key == "record" && json.Type == JsonTokenType.StartObject) Record(ref json, run, read);
            else json.Skip();
        }
    }

    private static void Record(ref JsonWalker json, ImportRun run, Event read)
    {
        while (json.NextField(out var key))
        {
            if (key == "text") run.Message.AddLine(json.Text());
            else if (key == "createdAt") run.Message.At = Times.Iso(json.Text()) ?? run.Message.At;
            else if (key == "langs") read.IsDanish = ActivityJson.Strings(ref json) is var langs && (langs.Count == 0 || langs.Exists(lang => lang.StartsWith("da", StringComparison.OrdinalIgnoreCase)));
            else if (key == "embed" && json.Type == JsonTokenType.StartObject) ActivityJson.Nested(ref json, run, "images", "alt");
            else json.Skip();
        }
    }

    private static void Account(ref JsonWalker json, Event read)
    {
        while (json.NextField(out var key))
        {
            if (key == "active") read.IsActive = json.Type != JsonTokenType.False;
            json.Skip();
        }
    }

    private static DateTimeOffset? Micros(string? micros) => Times.Unix(micros is { Length: > 6 } ? micros[..^6] : null);
}
