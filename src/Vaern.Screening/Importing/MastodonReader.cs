using System.Text.Json;

namespace Vaern.Screening.Importing;

/// <summary>Statuses of the Mastodon API: one, or an array. Only <c>public</c> ones are taken.</summary>
internal static class MastodonReader
{
    private static readonly HashSet<string> Dropped =
    [
        "url", "sensitive", "language", "tags", "emojis", "application", "replies_count", "reblogs_count", "favourites_count", "favourited", "reblogged", "muted", "bookmarked", "pinned", "filtered",
        "in_reply_to_account_id", "quote", "quotes_count", "quote_approval", "text", "local_only",
    ];

    public static void Read(ref JsonWalker json, ImportRun run)
    {
        if (!json.Read()) run.RefuseFile(FileRefusals.NotRecognised);
        if (json.Type == JsonTokenType.StartObject)
        {
            Status(ref json, run);
        }
        else
        {
            while (!run.IsRefused && json.NextElement())
            {
                if (json.Type == JsonTokenType.StartObject)
                {
                    Status(ref json, run);
                    continue;
                }
                json.Skip();
                run.Refuse(MessageRefusals.Malformed);
            }
        }
        if (json.IsBroken || json.Depth > 0) run.WarnOnce(ImportWarnings.Truncated);
    }

    private static void Status(ref JsonWalker json, ImportRun run)
    {
        run.Message.Clear();
        var visibility = Fields(ref json, run, inner: false);
        if (json.IsBroken || json.Type != JsonTokenType.EndObject) return;
        if (run.Message.Id is null) run.Refuse(MessageRefusals.Malformed);
        else if (visibility != "public") run.Refuse(MessageRefusals.NotPublic);
        else run.TakeMessage();
    }

    /// <returns>Who may see the status; of a passed-on status both must be public.</returns>
    private static string? Fields(ref JsonWalker json, ImportRun run, bool inner)
    {
        var message = run.Message;
        var (visibility, innerVisibility) = ((string?)null, "public");
        while (json.NextField(out var key))
        {
            switch (key)
            {
                case "id" when !inner: message.Id = json.Text(); break;
                case "uri" when !inner: message.Id ??= json.Text(); break;
                case "created_at": message.At ??= Times.Iso(json.Text()); break;
                case "edited_at": message.IsEdited |= json.Text() is not null; break;
                case "in_reply_to_id" when !inner: message.ReplyTo = json.Text(); break;
                case "visibility": visibility = json.Text(); break;
                case "spoiler_text" or "content": message.AddLine(HtmlText.Read(json.Text() ?? "")); break;
                case "account": Account(ref json, run, inner); break;
                case "mentions": ActivityJson.Each(ref json, run, static (ref JsonWalker one, ImportRun into) => Account(ref one, into, null)); break;
                case "media_attachments": ActivityJson.Each(ref json, run, static (ref JsonWalker one, ImportRun into) => ActivityJson.Texts(ref one, into, "description")); break;
                case "poll" when json.Type == JsonTokenType.StartObject: ActivityJson.Nested(ref json, run, "options", "title"); break;
                case "card" when json.Type == JsonTokenType.StartObject: ActivityJson.Texts(ref json, run, "title"); break;
                case "reblog" when json.Type == JsonTokenType.StartObject && !inner: innerVisibility = Fields(ref json, run, inner: true) ?? ""; break;
                case "id" or "uri" or "in_reply_to_id" or "poll" or "card" or "reblog": json.Skip(); break;
                default:
                    if (!Dropped.Contains(key)) run.Unknown(key);
                    json.Skip();
                    break;
            }
        }
        return innerVisibility == "public" ? visibility : innerVisibility;
    }

    /// <param name="passedOn">True: its words are passed on; false: it writes; null: it is mentioned.</param>
    private static void Account(ref JsonWalker json, ImportRun run, bool? passedOn)
    {
        var (id, name, handle, address) = ((string?)null, (string?)null, (string?)null, (string?)null);
        if (json.Type != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        while (json.NextField(out var key))
        {
            if (key == "id") id = json.Text();
            else if (key == "display_name") name = json.Text();
            else if (key == "username") handle = json.Text();
            else if (key == "acct") address = json.Text();
            else json.Skip();
        }
        var person = address ?? handle ?? id;
        if (person is null) return;
        person = "account:" + person;
        run.Participants.Add(person, name);
        run.Participants.AddHandle(person, handle);
        run.Participants.AddHandle(person, address);
        if (passedOn == true) run.Message.ForwardedFrom = person;
        if (passedOn == false) (run.Message.Author, run.Message.AuthorName) = (person, name);
    }
}
