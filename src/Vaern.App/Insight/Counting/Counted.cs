using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vaern.App.Insight.Counting;

/// <summary>
/// A count as it may be said, and the only type in which Insight gives counts of people, answers or cases. A count is shown, or is fewer than the
/// limit, or is hidden because a small one could otherwise be found by subtraction. Only <see cref="Suppression"/> and what adds up counts that are shown makes one.
/// </summary>
[JsonConverter(typeof(AsCode))]
public readonly record struct Counted
{
    private readonly int code;

    private Counted(int code) => this.code = code;

    /// <summary>The count; null where it may not be said.</summary>
    public int? Value => code >= 0 ? code : null;

    /// <summary>Fewer than the limit of its table.</summary>
    public bool IsFew => code == -1;

    /// <summary>Hidden for the sake of another.</summary>
    public bool IsHidden => code == -2;

    public static Counted Few { get; } = new(-1);

    public static Counted Hidden { get; } = new(-2);

    internal static Counted Of(int value) => new(value);

    /// <summary>A count is kept as a number, −1 for few and −2 for hidden: what is kept is what is said, and nothing behind it.</summary>
    private sealed class AsCode : JsonConverter<Counted>
    {
        public override Counted Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetInt32() is var code && code >= -2 ? new Counted(code) : throw new JsonException("No such count.");

        public override void Write(Utf8JsonWriter writer, Counted value, JsonSerializerOptions options) => writer.WriteNumberValue(value.code);
    }
}
