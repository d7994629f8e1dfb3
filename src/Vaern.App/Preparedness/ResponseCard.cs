using System.Text.Json;
using Vaern.Rules;

namespace Vaern.App.Preparedness;

/// <summary>One thing to do from a card.</summary>
/// <param name="Role">Whose it is in the room: officer, communication, decision or police.</param>
/// <param name="Minutes">When it should be done, counted from the alert: a goal of the municipality's own, not law.</param>
public sealed record CardStep(string Key, string Role, int Minutes, LocalText Title, LocalText How);

/// <summary>A card for a kind of event. Version 1 comes with the program; every later one was made by a review and says why.</summary>
/// <param name="Why">What the review found; null for version 1.</param>
/// <param name="Issue">Number of the issue whose review changed it.</param>
public sealed record ResponseCard(
    string Code, int Version, LocalText Title, IReadOnlyList<CardStep> Steps, DateOnly? ValidFrom = null, string? Why = null, AccountId? ChangedBy = null, string? Issue = null)
{
    private static readonly Lazy<ResponseCard> Shipped = new(() => Read("P-RYGTE"));

    /// <summary>The card for rumours as it comes with the program.</summary>
    public static ResponseCard Rumour => Shipped.Value;

    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    private static ResponseCard Read(string code)
    {
        using var stream = typeof(ResponseCard).Assembly.GetManifestResourceStream($"Vaern.App.Preparedness.Data.{code}.json")!;
        return JsonSerializer.Deserialize<ResponseCard>(stream, Json)! with { Version = 1 };
    }
}

/// <summary>The one change that a review makes to a card.</summary>
/// <param name="Step">The step that is changed; null or empty adds a new one.</param>
/// <param name="Remove">The step goes.</param>
public sealed record CardChange(string? Step, string Role, int Minutes, string Title, string How, bool Remove = false);
