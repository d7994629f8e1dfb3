namespace Vaern.Screening.Importing;

/// <summary>
/// Telegram Desktop's <c>result.json</c> (export_output_json.cpp, September 2025). Only one chat of the two public kinds; a whole
/// account is refused at the first key that shows it. The kind may stand after the messages: the answer is the run's, at its end.
/// </summary>
internal static class TelegramReader
{
    private static readonly HashSet<string> AccountKeys =
        ["about", "personal_information", "profile_pictures", "stories", "contacts", "frequent_contacts", "sessions", "web_sessions", "other_data", "chats", "left_chats", "profile_music"];

    public static void Read(ref JsonWalker json, ImportRun run)
    {
        var isPublic = false;
        var chat = run.Chat;
        if (!json.Read()) run.RefuseFile(FileRefusals.NotRecognised);
        while (!run.IsRefused && json.NextField(out var key))
        {
            if (AccountKeys.Contains(key)) run.RefuseFile(FileRefusals.WholeAccount);
            else if (key == "type") isPublic = json.Text() is "public_supergroup" or "public_channel";
            else if (key == "id") run.Chat = chat = json.Text();
            else if (key == "name") run.Named(json.Text());
            else if (key == "messages") Messages(ref json, run, chat);
            else
            {
                run.Unknown(key);
                json.Skip();
            }
        }
        if (json.IsBroken) run.WarnOnce(ImportWarnings.Truncated);
        if (!isPublic) run.RefuseFile(FileRefusals.NotPublic);
    }

    private static void Messages(ref JsonWalker json, ImportRun run, string? chat)
    {
        if (json.Type != System.Text.Json.JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }
        while (!run.IsRefused && json.NextElement())
        {
            if (json.Type != System.Text.Json.JsonTokenType.StartObject)
            {
                json.Skip();
                run.Refuse(MessageRefusals.Malformed);
                continue;
            }
            TelegramMessage.Read(ref json, run, chat);
        }
    }
}
