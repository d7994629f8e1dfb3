using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Vaern.Rules;

internal sealed record RuleFile(string Format, string RuleSet, string Area, LocalText Title, IReadOnlyList<Rule> Rules)
{
    public const string ExpectedFormat = "vaern-rules/1";
}

internal static class RuleFiles
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseComputed } },
    };

    public static readonly string[] Names = ["s", "a", "b", "c", "offences", "d", "e", "dsa", "f", "g", "h", "goals"];

    public static T Read<T>(string name) where T : notnull
    {
        using var stream = typeof(RuleFiles).Assembly.GetManifestResourceStream(name + ".json")
            ?? throw new InvalidDataException($"The rule data {name}.json is not embedded.");
        return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new InvalidDataException($"{name}.json is empty.");
    }

    /// <summary>A fault of the text and not of the program: wrong JSON, or half a surrogate pair (an ArgumentException from the serializer).</summary>
    public static bool IsUnreadable(Exception fault) => fault is JsonException or ArgumentException;

    // A property without a setter is computed: a data file that carries it is wrong, and must not be read in silence.
    private static void RefuseComputed(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (property.Set is null && property.AssociatedParameter is null)
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
