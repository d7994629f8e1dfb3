using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Vaern.Sealing.Custody;

/// <summary>What happened to a piece of evidence. Every touch is an event, views included.</summary>
public enum CustodyAction
{
    Received, HashedInBrowser, Stamped, Viewed, Derived, Exported, Transferred, ReceiptConfirmed, HoldSet, HoldLifted,
    Deleted, Refused, Referred, Quarantined, Restamped, Verified, Corrected,
}

/// <summary>One event of a custody stream, before it has a place in the chain.</summary>
/// <param name="At">When, written as UTC with milliseconds.</param>
/// <param name="Actor">Pseudonymous id of who did it (<c>u-0031</c>), never a name.</param>
/// <param name="Role">The role acted in, e.g. <c>sagsbehandler</c>.</param>
/// <param name="Item">Number of the item or referral (<c>B-001</c>, <c>H-001</c>), or null when the whole case is meant.</param>
/// <param name="Sha256">Hash of the file concerned, or null.</param>
/// <param name="Reason">Why, as the actor stated it.</param>
/// <param name="Client">Software, e.g. <c>vaern/1.0.0</c>.</param>
public sealed record CustodyEvent(
    DateTimeOffset At, string Actor, string Role, CustodyAction Action, string? Item, string? Sha256, string Reason, string Client)
{
    /// <summary>Further facts, written as an object of strings in this order. Names must be unique.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Detail { get; init; } = [];

    /// <summary>Writes the members after <c>seq</c> and <c>prev</c> in the order that the format fixes.</summary>
    public void WriteMembers(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("at", Instant(At));
        json.WriteString("actor", Actor);
        json.WriteString("role", Role);
        json.WriteString("action", NameOf(Action));
        json.WriteString("item", Item);
        json.WriteString("sha256", Sha256);
        json.WriteString("reason", Reason);
        json.WriteStartObject("detail");
        foreach (var (name, value) in Detail) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("client", Client);
    }

    /// <summary>The name of the action in the format: <c>hashed-in-browser</c>.</summary>
    public static string NameOf(CustodyAction action) => JsonNamingPolicy.KebabCaseLower.ConvertName(action.ToString());

    internal static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>
/// The place in a custody stream where the next event goes. Immutable: <see cref="Append"/> gives the line and the next place,
/// so a caller can keep (seq, head, last time) in a row and write under its lock.
/// </summary>
/// <param name="NextSeq">Number of the next event.</param>
/// <param name="Head">Hash of the last line, <see cref="ChainLine.Genesis"/> for an empty stream.</param>
/// <param name="LastAt">Time of the last event. A clock that steps back is held at this time, so the stream never runs backwards.</param>
public sealed record CustodyChain(long NextSeq, string Head, DateTimeOffset LastAt)
{
    /// <summary>An empty stream.</summary>
    public static CustodyChain Empty { get; } = new(0, ChainLine.Genesis, DateTimeOffset.MinValue);

    /// <summary>Writes <paramref name="happened"/> as the next line.</summary>
    /// <returns>The line's bytes with line feed, and the place after it.</returns>
    public (byte[] Line, CustodyChain Next) Append(CustodyEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var at = happened.At < LastAt ? LastAt : happened.At;
        var line = ChainLine.Write(NextSeq, Head, (happened with { At = at }).WriteMembers);
        return (line, new CustodyChain(NextSeq + 1, ChainLine.HashOf(line), at));
    }
}
