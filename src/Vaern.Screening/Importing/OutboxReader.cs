using System.Text.Json;

namespace Vaern.Screening.Importing;

/// <summary>
/// An ActivityPub outbox. A person's own archive holds private letters, so that each item is judged by itself: public is what is
/// addressed to everybody in <c>to</c>; in <c>cc</c> alone it is unlisted, and not taken. <c>Delete</c> is obeyed.
/// </summary>
internal static class OutboxReader
{
    private static readonly HashSet<string> Everybody = ["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"];
    private static readonly HashSet<string> Dropped =
        ["@context", "sensitive", "atomUri", "inReplyToAtomUri", "conversation", "context", "contentMap", "summaryMap", "likes", "shares", "replies", "url", "cc", "signature", "interactionPolicy", "votersCount", "closed", "endTime", "icon", "mediaType", "actor", "instrument", "target", "origin"];

    /// <summary>What one activity says.</summary>
    private sealed class Activity
    {
        public string? Type { get; set; }
        public string? ObjectType { get; set; }
        public string? ObjectId { get; set; }
        public string? Published { get; set; }
        public List<string>? To { get; set; }
        public List<string>? ObjectTo { get; set; }
    }

    public static void Read(ref JsonWalker json, ImportRun run)
    {
        if (!json.Read()) run.RefuseFile(FileRefusals.NotRecognised);
        while (!run.IsRefused && json.NextField(out var key))
        {
            if (key is "orderedItems" or "items" && json.Type == JsonTokenType.StartArray) Items(ref json, run);
            else
            {
                if (key is not ("@context" or "id" or "type" or "totalItems" or "first" or "last" or "partOf" or "next" or "prev")) run.Unknown(key);
                json.Skip();
            }
        }
        if (json.IsBroken || json.Depth > 0) run.WarnOnce(ImportWarnings.Truncated);
    }

    private static void Items(ref JsonWalker json, ImportRun run)
    {
        while (!run.IsRefused && json.NextElement())
        {
            if (json.Type != JsonTokenType.StartObject)
            {
                json.Skip();
                run.Refuse(MessageRefusals.Malformed);
                continue;
            }
            run.Message.Clear();
            var activity = new Activity();
            Fields(ref json, run, activity, inner: false);
            if (!json.IsBroken && json.Type == JsonTokenType.EndObject) Take(activity, run);
        }
    }

    private static void Take(Activity activity, ImportRun run)
    {
        if (activity.Type == "Delete" || activity.ObjectType == "Tombstone")
        {
            if (activity.ObjectId is { } gone) run.Deleted.Add(gone);
            run.Refuse(MessageRefusals.Service);
            return;
        }
        if (activity.Type is not ("Create" or "Update") || activity.ObjectId is null)
        {
            run.Refuse(activity.Type is null ? MessageRefusals.Malformed : MessageRefusals.Service);
            return;
        }
        if (!(activity.ObjectTo ?? activity.To ?? []).Any(Everybody.Contains))
        {
            run.Refuse(MessageRefusals.NotPublic);
            return;
        }
        run.Message.Id = activity.ObjectId;
        run.Message.IsEdited |= activity.Type == "Update";
        run.Message.At ??= Times.Iso(activity.Published);
        run.TakeMessage();
    }

    private static void Fields(ref JsonWalker json, ImportRun run, Activity activity, bool inner)
    {
        var message = run.Message;
        while (json.NextField(out var key))
        {
            switch (key)
            {
                case "type" when inner: activity.ObjectType = json.Text(); break;
                case "type": activity.Type = json.Text(); break;
                case "id" when inner: activity.ObjectId = json.Text(); break;
                case "object" when !inner && json.Type == JsonTokenType.StartObject: Fields(ref json, run, activity, inner: true); break;
                case "object" when !inner: activity.ObjectId = json.Text(); break;
                case "to" when inner: activity.ObjectTo = ActivityJson.Strings(ref json); break;
                case "to": activity.To = ActivityJson.Strings(ref json); break;
                case "published" when inner: message.At = Times.Iso(json.Text()); break;
                case "published": activity.Published = json.Text(); break;
                case "updated": message.IsEdited |= json.Text() is not null; break;
                case "actor" or "attributedTo": Author(ref json, run); break;
                case "inReplyTo": message.ReplyTo = ActivityJson.Strings(ref json).FirstOrDefault(); break;
                case "summary" or "content" or "name" when inner: message.AddLine(HtmlText.Read(json.Text() ?? "")); break;
                case "attachment" or "oneOf" or "anyOf": ActivityJson.Each(ref json, run, static (ref JsonWalker one, ImportRun into) => ActivityJson.Texts(ref one, into, "name")); break;
                case "tag": ActivityJson.Each(ref json, run, Tag); break;
                default:
                    if (!Dropped.Contains(key) && key is not ("id" or "summary" or "content" or "name" or "object")) run.Unknown(key);
                    json.Skip();
                    break;
            }
        }
    }

    private static void Author(ref JsonWalker json, ImportRun run)
    {
        if (ActivityJson.Strings(ref json).FirstOrDefault() is not { } actor) return;
        run.Message.Author = "account:" + actor;
        run.Participants.AddHandle("account:" + actor, actor[(actor.LastIndexOf('/') + 1)..]);
    }

    private static void Tag(ref JsonWalker json, ImportRun run)
    {
        var (type, name, href) = ((string?)null, (string?)null, (string?)null);
        while (json.NextField(out var key))
        {
            if (key == "type") type = json.Text();
            else if (key == "name") name = json.Text();
            else if (key == "href") href = json.Text();
            else json.Skip();
        }
        if (type == "Mention" && name is not null) run.Participants.AddHandle("account:" + (href ?? name), name.TrimStart('@').Split('@')[0]);
    }
}
