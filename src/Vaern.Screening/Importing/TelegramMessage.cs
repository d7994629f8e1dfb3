using System.Globalization;
using System.Text.Json;

namespace Vaern.Screening.Importing;

/// <summary>One element of <c>messages</c>. A message that breaks off is neither seen nor kept.</summary>
internal static class TelegramMessage
{
    private static readonly HashSet<string> Dropped =
    [
        "from_id", "reply_to_peer_id", "via_bot", "photo", "photo_file_size", "width", "height", "file", "file_name", "file_size", "thumbnail", "thumbnail_file_size", "media_type", "sticker_emoji",
        "performer", "title", "mime_type", "duration_seconds", "media_spoiler", "self_destruct_period_seconds", "contact_information", "contact_vcard", "contact_vcard_file_size", "location_information",
        "address", "live_location_period_seconds", "game_link", "invoice_information", "giveaway_information", "giveaway_results", "paid_stars_amount", "saved_from", "actor_id", "action", "members",
        "inviter", "message_id", "duration", "schedule_date", "period", "to", "distance", "values", "score", "game_message_id", "amount", "currency", "reason_domain", "boosts", "new_icon_emoji_id",
        "edited", "date", "icon_emoji_id", "discard_reason", "peers", "button_id", "cost", "stars", "is_recurring", "information_text", "emoticon", "months", "days",
    ];

    public static void Read(ref JsonWalker json, ImportRun run, string? chat)
    {
        var message = run.Message;
        message.Clear();
        message.Chat = chat;
        var (type, local, unix, editedUnix) = ((string?)null, (string?)null, (string?)null, (string?)null);
        var (from, fromId, signature, actor, forwarded, viaChannel) = ((string?)null, (string?)null, (string?)null, (string?)null, (string?)null, false);
        var (textStart, textEnd) = (0, 0);
        while (json.NextField(out var key))
        {
            switch (key)
            {
                case "id": message.Id = json.Text(); break;
                case "type": type = json.Text(); break;
                case "date": local = json.Text(); break;
                case "date_unixtime": unix = json.Text(); break;
                case "edited_unixtime" or "edited": editedUnix = json.Text(); break;
                case "from": from = json.Text(); break;
                case "from_id": fromId = json.Text(); break;
                case "actor": actor = json.Text(); break;
                case "author": signature = json.Text(); break;
                case "forwarded_from": forwarded = json.Text(); break;
                case "reply_to_message_id": message.ReplyTo = json.Text(); break;
                case "text":
                    // A key that stands twice: the last one wins.
                    if (textEnd > textStart && message.Length == textEnd) message.Cut(textStart);
                    message.NewLine();
                    textStart = message.Length;
                    TelegramText.Read(ref json, run, message);
                    textEnd = message.Length;
                    break;
                case "text_entities": json.Skip(); break;
                case "poll" or "todo_list": TelegramText.Choices(ref json, run, message); break;
                case "inline_bot_buttons": TelegramText.Buttons(ref json, message); break;
                case "game_title" or "game_description" or "place_name": message.AddLine(json.Text()); break;
                case "gift_text":
                    message.NewLine();
                    TelegramText.Read(ref json, run, message);
                    break;
                case "reactions": Reactions(ref json, run); break;
                default:
                    if (!Dropped.Contains(key) && type != "service") run.Unknown(key);
                    json.Skip();
                    break;
            }
        }
        if (json.IsBroken || json.Type != JsonTokenType.EndObject) return;
        viaChannel = fromId is not null && fromId.StartsWith("channel", StringComparison.Ordinal);
        // A channel's own posts carry the channel's title as their sender: no person's name.
        if (from is not null && !viaChannel) run.Participants.Add(Person(fromId, from), from);
        if (actor is not null) run.Participants.Add($"name:{actor}", actor);
        if (signature is not null) run.Participants.Add($"name:{signature}", signature);
        if (forwarded is not null) run.Participants.Add($"name:{forwarded}", forwarded);
        if (type != "message")
        {
            run.Refuse(type == "unsupported" ? MessageRefusals.Unsupported : type == "service" ? MessageRefusals.Service : MessageRefusals.Malformed);
            return;
        }
        if (message.Id is null)
        {
            run.Refuse(MessageRefusals.Malformed);
            return;
        }
        message.Author = signature is not null ? $"name:{signature}" : fromId is not null || from is not null ? Person(fromId, from) : null;
        message.AuthorName = signature ?? (viaChannel ? null : from);
        message.ForwardedFrom = forwarded is null ? null : $"name:{forwarded}";
        message.IsEdited = editedUnix is not null;
        message.At = Times.Unix(unix) ?? Times.Local(local, run);
        run.TakeMessage();
    }

    /// <summary>Old exports write the id as a bare number: it is the same person as <c>user</c> and the number.</summary>
    private static string Person(string? id, string? name) =>
        id is null ? $"name:{name}" : id.Length > 0 && char.IsAsciiDigit(id[0]) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "user" + id : id;

    /// <summary>Who reacted is dropped unread; that somebody was is counted.</summary>
    private static void Reactions(ref JsonWalker json, ImportRun run)
    {
        var recent = false;
        if (json.Type != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        while (json.NextElement())
        {
            if (json.Type != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            while (json.NextField(out var key))
            {
                recent |= key == "recent" && json.Type == JsonTokenType.StartArray;
                json.Skip();
            }
        }
        if (recent && !json.IsBroken) run.Warn(ImportWarnings.BystandersDropped);
    }
}
