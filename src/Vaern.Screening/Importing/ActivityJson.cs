using System.Text.Json;

namespace Vaern.Screening.Importing;

/// <summary>Reads a value at hand.</summary>
internal delegate void ValueReader(ref JsonWalker json, ImportRun run);

/// <summary>Shapes that the formats of the social web share.</summary>
internal static class ActivityJson
{
    /// <summary>Each object of an array.</summary>
    public static void Each(ref JsonWalker json, ImportRun run, ValueReader read)
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

    /// <summary>One text field of an object, on a line of its own.</summary>
    public static void Texts(ref JsonWalker json, ImportRun run, string field)
    {
        while (json.NextField(out var key))
        {
            if (key == field) run.Message.AddLine(HtmlText.Read(json.Text() ?? ""));
            else json.Skip();
        }
    }

    /// <summary>One text field of each object of an inner array.</summary>
    public static void Nested(ref JsonWalker json, ImportRun run, string array, string field)
    {
        while (json.NextField(out var key))
        {
            if (key == array) Each(ref json, run, (ref JsonWalker one, ImportRun into) => Texts(ref one, into, field));
            else json.Skip();
        }
    }

    /// <summary>A string, or the strings of an array, or the <c>id</c> of an object.</summary>
    public static List<string> Strings(ref JsonWalker json)
    {
        var all = new List<string>();
        if (json.Type == JsonTokenType.StartArray)
        {
            while (json.NextElement())
            {
                if (One(ref json) is { } element) all.Add(element);
            }
        }
        else if (One(ref json) is { } only) all.Add(only);
        return all;
    }

    private static string? One(ref JsonWalker json)
    {
        if (json.Type != JsonTokenType.StartObject) return json.Text();
        var id = (string?)null;
        while (json.NextField(out var key))
        {
            if (key == "id") id = json.Text();
            else json.Skip();
        }
        return id;
    }
}
