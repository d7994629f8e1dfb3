using System.Globalization;
using System.Text.Json;

namespace Vaern.Screening.Importing;

/// <summary>DiscordChatExporter's JSON (JsonMessageWriter.cs, March 2026). Ids are strings; <c>messageCount</c> is written last.</summary>
internal static class DiscordReader
{
    private static readonly HashSet<string> OpenKinds = ["GuildTextChat", "GuildVoiceChat", "GuildNews", "GuildNewsThread", "GuildPublicThread", "GuildStageVoice", "GuildForum"];
    private static readonly HashSet<string> Dropped = ["callEndedTimestamp", "isPinned", "roles", "stickers", "inlineEmojis", "interaction", "type", "id", "attachments"];

    public static void Read(ref JsonWalker json, ImportRun run)
    {
        var (guild, kind, chat, count) = ((string?)null, (string?)null, (string?)null, (long?)null);
        var (server, name) = ((string?)null, (string?)null);
        if (!json.Read()) run.RefuseFile(FileRefusals.NotRecognised);
        while (!run.IsRefused && json.NextField(out var key))
        {
            switch (key)
            {
                case "guild": (guild, server) = Pair(ref json, "id", "name"); break;
                case "channel":
                    (chat, kind, name) = Three(ref json, "id", "type", "name");
                    run.Named(server, name);
                    break;
                case "messages": Messages(ref json, run, chat); break;
                case "messageCount": count = long.TryParse(json.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null; break;
                case "dateRange" or "exportedAt": json.Skip(); break;
                default:
                    run.Unknown(key);
                    json.Skip();
                    break;
            }
            // A direct message is refused before its first line is read.
            if (guild == "0" || (kind is not null && !OpenKinds.Contains(kind))) run.RefuseFile(FileRefusals.NotPublic);
        }
        if (json.IsBroken || count is null) run.WarnOnce(ImportWarnings.Truncated);
        else if (count != run.Seen) run.WarnOnce(ImportWarnings.CountDiffers);
        if (guild is null || kind is null) run.RefuseFile(FileRefusals.NotPublic);
    }

    private static (string? First, string? Second) Pair(ref JsonWalker json, string first, string second)
    {
        var (one, two, _) = Three(ref json, first, second, "");
        return (one, two);
    }

    private static (string? First, string? Second, string? Third) Three(ref JsonWalker json, string first, string second, string third)
    {
        var pair = ((string?)null, (string?)null, (string?)null);
        if (json.Type != JsonTokenType.StartObject)
        {
            json.Skip();
            return pair;
        }
        while (json.NextField(out var key))
        {
            if (key == first) pair.Item1 = json.Text();
            else if (key == second) pair.Item2 = json.Text();
            else if (key == third) pair.Item3 = json.Text();
            else json.Skip();
        }
        return pair;
    }

    private static void Messages(ref JsonWalker json, ImportRun run, string? chat)
    {
        if (json.Type != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        while (!run.IsRefused && json.NextElement())
        {
            if (json.Type == JsonTokenType.StartObject)
            {
                Message(ref json, run, chat);
                continue;
            }
            json.Skip();
            run.Refuse(MessageRefusals.Malformed);
        }
    }

    private static void Message(ref JsonWalker json, ImportRun run, string? chat)
    {
        var message = run.Message;
        message.Clear();
        message.Chat = chat;
        var (type, content) = ("Default", (string?)null);
        while (json.NextField(out var key))
        {
            switch (key)
            {
                case "id": message.Id = json.Text(); break;
                case "type": type = json.Text() ?? ""; break;
                case "timestamp": message.At = Times.Iso(json.Text()); break;
                case "timestampEdited": message.IsEdited = json.Text() is not null; break;
                case "content": content = json.Text(); message.AddLine(content); break;
                case "author": (message.Author, message.AuthorName) = Person(ref json, run); break;
                case "mentions": Each(ref json, run, static (ref JsonWalker one, ImportRun into) => Person(ref one, into)); break;
                case "embeds": Each(ref json, run, static (ref JsonWalker one, ImportRun into) => Embed(ref one, into)); break;
                case "forwardedMessage": Forwarded(ref json, run); break;
                case "reference": message.ReplyTo = Pair(ref json, "messageId", "").First; break;
                case "reactions": Reactions(ref json, run); break;
                default:
                    if (!Dropped.Contains(key)) run.Unknown(key);
                    json.Skip();
                    break;
            }
        }
        if (json.IsBroken || json.Type != JsonTokenType.EndObject) return;
        if (message.Id is null) run.Refuse(MessageRefusals.Malformed);
        else if (type is not ("Default" or "Reply")) run.Refuse(MessageRefusals.Service);
        else run.TakeMessage();
    }

    private delegate void Reader(ref JsonWalker json, ImportRun run);

    private static void Each(ref JsonWalker json, ImportRun run, Reader read)
    {
        if (json.Type != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        while (json.NextElement())
        {
            if (json.Type == JsonTokenType.StartObject) read(ref json, run);
            else json.Skip();
        }
    }

    /// <summary>Names stand in the text already, in plain words: they are learnt before the list is dropped.</summary>
    private static (string? Id, string? Name) Person(ref JsonWalker json, ImportRun run)
    {
        var (id, name, nickname) = ((string?)null, (string?)null, (string?)null);
        if (json.Type != JsonTokenType.StartObject)
        {
            json.Skip();
            return default;
        }
        while (json.NextField(out var key))
        {
            if (key == "id") id = json.Text();
            else if (key == "name") name = json.Text();
            else if (key == "nickname") nickname = json.Text();
            else json.Skip();
        }
        if (id is null && name is null) return default;
        var person = id is null ? $"name:{name}" : "user" + id;
        run.Participants.Add(person, nickname);
        run.Participants.Add(person, name);
        run.Participants.AddHandle(person, name);
        run.Participants.AddHandle(person, nickname);
        return (person, nickname ?? name);
    }

    /// <summary>An embed may hold the whole page behind a link: title and description are kept, as a quotation.</summary>
    private static void Embed(ref JsonWalker json, ImportRun run)
    {
        while (json.NextField(out var key))
        {
            if (key is "title" or "description" && json.Text() is { Length: > 0 } text) run.Message.AddLine($"\u00BB{text}\u00AB");
            else json.Skip();
        }
    }

    private static void Forwarded(ref JsonWalker json, ImportRun run)
    {
        if (json.Type != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        while (json.NextField(out var key))
        {
            if (key == "content") run.Message.AddLine(json.Text());
            else if (key == "embeds") Each(ref json, run, static (ref JsonWalker one, ImportRun into) => Embed(ref one, into));
            else json.Skip();
        }
    }

    private static void Reactions(ref JsonWalker json, ImportRun run)
    {
        var users = false;
        Each(ref json, run, (ref JsonWalker one, ImportRun _) =>
        {
            while (one.NextField(out var key))
            {
                users |= key == "users" && one.Type == JsonTokenType.StartArray;
                one.Skip();
            }
        });
        if (users && !json.IsBroken) run.Warn(ImportWarnings.BystandersDropped);
    }
}
