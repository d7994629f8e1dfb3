using System.Text.Encodings.Web;
using System.Text.Json;
using Vaern.Screening.Importing;

namespace Vaern.Cli.Import;

/// <summary>Masked messages as JSON lines. Empty fields are left out.</summary>
internal sealed class MaskedLines(Stream output) : IMessageSink, IDisposable
{
    private readonly Utf8JsonWriter json = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Take(MaskedMessage message)
    {
        json.WriteStartObject();
        json.WriteString("id", message.Key);
        json.WriteString("content", message.Content);
        json.WriteString("chat", message.Chat);
        if (message.Author is { } author) json.WriteString("author", author);
        if (message.At is { } at) json.WriteString("at", ReportJson.Instant(at));
        if (message.IsEdited) json.WriteBoolean("edited", true);
        if (message.ReplyTo is { } answered) json.WriteString("reply_to", answered);
        if (message.ForwardedFrom is { } forwarded) json.WriteString("forwarded_from", forwarded);
        json.WriteString("text", message.Text.Text);
        if (message.TextLength > 65_536) json.WriteNumber("text_length", message.TextLength);
        json.WriteStartArray("spans");
        foreach (var span in message.Text.Spans)
        {
            json.WriteStartObject();
            json.WriteString("type", span.Kind.ToString().ToLowerInvariant());
            json.WriteNumber("start", span.Masked.Start);
            json.WriteNumber("length", span.Masked.Length);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (message.Text.CprAlarm) json.WriteBoolean("cpr_alarm", true);
        json.WriteEndObject();
        End();
    }

    public void Delete(string key) => One("delete", key);

    public void DeleteAuthor(string author) => One("delete_author", author);

    public void Dispose()
    {
        json.Dispose();
        output.Dispose();
    }

    private void One(string name, string value)
    {
        json.WriteStartObject();
        json.WriteString(name, value);
        json.WriteEndObject();
        End();
    }

    private void End()
    {
        json.Flush();
        json.Reset();
        output.WriteByte((byte)'\n');
    }
}
