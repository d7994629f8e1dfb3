using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vaern.Screening.Explaining;

namespace Vaern.Cli.Screening;

/// <summary>
/// One explanation as one line. <c>id flag category severity route score offensive spans version</c> are the contract; the rest is added, never renamed.
/// </summary>
internal sealed class ExplanationJson
{
    private readonly ArrayBufferWriter<byte> buffer = new(1024);

    public string Line(string id, Explanation found)
    {
        buffer.ResetWrittenCount();
        using (Utf8JsonWriter json = new(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }))
        {
            Write(json, id, found);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string id, Explanation found)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteBoolean("flag", found.Flag);
        Text(json, "category", found.Category?.Code());
        Text(json, "severity", found.Severity?.Code());
        json.WriteString("route", found.Route.Code());
        json.WriteNumber("score", found.Score);
        json.WriteBoolean("offensive", found.Offensive);
        json.WriteStartArray("spans");
        foreach (var span in found.Spans)
        {
            json.WriteStartObject();
            json.WriteNumber("start", span.Start);
            json.WriteNumber("length", span.Length);
            json.WriteString("rule", span.Rule);
            json.WriteString("why", span.Why);
            json.WriteString("view", span.View);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Text(json, "act", found.Act);
        json.WriteString("target", found.Target.Code());
        json.WriteStartArray("damping");
        foreach (var cue in found.Damping)
        {
            json.WriteStartObject();
            json.WriteString("cue", cue.Cue.Code());
            json.WriteNumber("start", cue.Start);
            json.WriteNumber("length", cue.Length);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("also");
        foreach (var category in found.Also)
        {
            json.WriteStringValue(category.Code());
        }
        json.WriteEndArray();
        Heads(json, found);
        json.WriteStartArray("help");
        foreach (var offer in found.Help)
        {
            json.WriteStringValue(offer);
        }
        json.WriteEndArray();
        if (found.NearMiss is { } near)
        {
            json.WriteStartObject("why_not");
            json.WriteString("rule", near.Rule);
            json.WriteString("cue", near.Cue.Code());
            json.WriteEndObject();
        }
        json.WriteStartObject("version");
        json.WriteString("rules", found.Version.Rules);
        json.WriteString("heads", found.Version.Heads);
        json.WriteString("normaliser", found.Version.Normaliser);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Heads(Utf8JsonWriter json, Explanation found)
    {
        json.WriteStartArray("heads");
        foreach (var head in found.Heads)
        {
            json.WriteStartObject();
            json.WriteString("category", head.Head);
            json.WriteNumber("p", head.P);
            json.WriteStartArray("spans");
            foreach (var span in head.Spans)
            {
                json.WriteStartObject();
                json.WriteNumber("start", span.Start);
                json.WriteNumber("length", span.Length);
                json.WriteNumber("weight", span.Weight);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }
}
