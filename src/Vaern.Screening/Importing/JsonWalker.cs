using System.Text;
using System.Text.Json;

namespace Vaern.Screening.Importing;

/// <summary>
/// Walks through JSON of any length without holding it. Broken input ends the walk (<see cref="IsBroken"/>), it does not throw.
/// Strings with broken UTF-8 or half surrogate pairs are read with U+FFFD and counted.
/// </summary>
internal ref struct JsonWalker
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Disallow };

    private readonly JsonFeed? feed;
    private readonly FieldNames names;
    private Utf8JsonReader reader;

    public JsonWalker(JsonFeed feed, FieldNames names)
    {
        (this.feed, this.names) = (feed, names);
        feed.Next(0);
        reader = new Utf8JsonReader(feed.Bytes, feed.IsAtEnd, new JsonReaderState(Options));
    }

    /// <summary>Over bytes that are all here.</summary>
    public JsonWalker(ReadOnlySpan<byte> bytes, FieldNames names)
    {
        this.names = names;
        reader = new Utf8JsonReader(bytes, isFinalBlock: true, new JsonReaderState(Options));
    }

    /// <summary>The text breaks off or is no JSON from here on.</summary>
    public bool IsBroken { get; private set; }

    public long InvalidUtf8 { get; private set; }

    public readonly JsonTokenType Type => reader.TokenType;

    public readonly int Depth => reader.CurrentDepth;

    public bool Read()
    {
        if (IsBroken) return false;
        try
        {
            while (!reader.Read())
            {
                if (feed is null || feed.IsAtEnd) return false;
                feed.Next((int)reader.BytesConsumed);
                reader = new Utf8JsonReader(feed.Bytes, feed.IsAtEnd, reader.CurrentState);
            }
            return true;
        }
        catch (JsonException)
        {
            IsBroken = true;
            return false;
        }
    }

    /// <summary>The next field of the object that is being read; false at its end or when the text breaks.</summary>
    public bool NextField(out string name)
    {
        name = "";
        if (!Read() || reader.TokenType != JsonTokenType.PropertyName) return false;
        name = names.Of(reader.ValueSpan);
        return Read();
    }

    /// <summary>The next element of the array that is being read; false at its end or when the text breaks.</summary>
    public bool NextElement() => Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Passes over the value at hand.</summary>
    public void Skip()
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        var depth = reader.CurrentDepth;
        while (Read() && reader.CurrentDepth > depth)
        {
        }
    }

    /// <summary>A string, or a number as it is written; null for anything else, which is passed over.</summary>
    public string? Text()
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return String();
            case JsonTokenType.Number:
                return Encoding.ASCII.GetString(reader.ValueSpan);
            default:
                Skip();
                return null;
        }
    }

    private string String()
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            InvalidUtf8++;
            return JsonText.Lenient(reader.ValueSpan);
        }
    }
}
