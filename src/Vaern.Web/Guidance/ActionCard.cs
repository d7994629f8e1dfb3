using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vaern.Rules;

namespace Vaern.Web.Guidance;

/// <summary>What a step of a card asks for.</summary>
public enum CardStepKind
{
    /// <summary>Words to say aloud.</summary>
    Say,

    /// <summary>What not to do.</summary>
    Stop,

    Do,

    /// <summary>A telephone call: <c>Who</c> is <c>leader</c> or a number.</summary>
    Call,
}

/// <summary>A step of a card.</summary>
public sealed record CardStep(CardStepKind Kind, IReadOnlyList<LocalText> Lines, LocalText? More = null, string? Who = null);

/// <summary>One page to act by while somebody waits. Red when the first minutes count.</summary>
public sealed record ActionCard(
    string Id,
    int Version,
    DateOnly Reviewed,
    bool Red,
    LocalText Kind,
    LocalText Title,
    LocalText When,
    IReadOnlyList<CardStep> Steps,
    LocalText Note,
    IReadOnlyList<string> Help,
    bool OpenCase);

/// <summary>The cards of the repository by topic, the last part of their address.</summary>
public static class ActionCards
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static IReadOnlyDictionary<string, ActionCard> All { get; } = Read();

    private static FrozenDictionary<string, ActionCard> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.Replace('\\', '/').StartsWith("content/kort/", StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => Path.GetFileNameWithoutExtension(name.Replace('\\', '/')),
                name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    return JsonSerializer.Deserialize<ActionCard>(stream, Json) ?? throw new InvalidOperationException($"{name} is empty.");
                });
    }
}
