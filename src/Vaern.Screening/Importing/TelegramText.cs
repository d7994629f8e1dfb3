using System.Text.Json;
using Vaern.Screening.Masking;

namespace Vaern.Screening.Importing;

/// <summary>Text that is a string or an array of strings and marked parts, and the other texts of a message: choices and buttons.</summary>
internal static class TelegramText
{
    public static void Read(ref JsonWalker json, ImportRun run, SourceMessage into)
    {
        if (json.Type != JsonTokenType.StartArray)
        {
            into.Add(json.Text());
            return;
        }
        while (json.NextElement())
        {
            if (json.Type == JsonTokenType.StartObject) Part(ref json, run, into);
            else into.Add(json.Text());
        }
    }

    private static void Part(ref JsonWalker json, ImportRun run, SourceMessage into)
    {
        var (type, text, person, address) = ("", "", (string?)null, (string?)null);
        while (json.NextField(out var key))
        {
            if (key == "type") type = json.Text() ?? "";
            else if (key == "text") text = json.Text() ?? "";
            else if (key == "user_id") person = json.Text();
            else if (key == "href") address = json.Text();
            else json.Skip();
        }
        switch (type)
        {
            case "mention":
                into.Add(text, MaskKind.Handle);
                break;
            case "mention_name":
                var id = person is null ? null : "user" + person;
                if (id is not null) run.Participants.Add(id, text.TrimStart('@'));
                into.Add(text, MaskKind.Name, id);
                break;
            case "phone": into.Add(text, MaskKind.Phone); break;
            case "email": into.Add(text, MaskKind.Mail); break;
            case "bank_card": into.Add(text, MaskKind.Card); break;
            case "text_link":
                // The visible words hide where the link leads: the domain is read, and masking keeps no more of it.
                into.Add(text);
                if (address is not null) into.Add($" ({address})");
                break;
            default: into.Add(text); break;
        }
    }

    /// <summary>Polls and to-do lists: the question or title, and each answer.</summary>
    public static void Choices(ref JsonWalker json, ImportRun run, SourceMessage into)
    {
        if (json.Type != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        while (json.NextField(out var key))
        {
            if (key is "question" or "title")
            {
                into.NewLine();
                Read(ref json, run, into);
            }
            else if (key == "answers" && json.Type == JsonTokenType.StartArray) Answers(ref json, run, into);
            else json.Skip();
        }
    }

    private static void Answers(ref JsonWalker json, ImportRun run, SourceMessage into)
    {
        while (json.NextElement())
        {
            if (json.Type != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }
            while (json.NextField(out var key))
            {
                if (key != "text")
                {
                    json.Skip();
                    continue;
                }
                into.NewLine();
                Read(ref json, run, into);
            }
        }
    }

    /// <summary>Rows of buttons: what stands on them. Their data is for machines.</summary>
    public static void Buttons(ref JsonWalker json, SourceMessage into)
    {
        if (json.Type is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            json.Skip();
            return;
        }
        var depth = json.Depth;
        while (json.Read() && json.Depth > depth)
        {
            if (json.Type != JsonTokenType.StartObject) continue;
            while (json.NextField(out var key))
            {
                if (key == "text") into.AddLine(json.Text());
                else json.Skip();
            }
        }
    }
}
