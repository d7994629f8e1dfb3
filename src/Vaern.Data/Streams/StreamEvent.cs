namespace Vaern.Data.Streams;

/// <summary>
/// What happened, for a hash-chained stream. <see cref="Detail"/> holds ids, codes and times only; whatever may tell of a person
/// goes into <see cref="Secret"/>, which is sealed under the owner's data key before it enters the line.
/// </summary>
/// <param name="Action">A code such as <c>case.opened</c>; for custody streams one of the actions of evidence format §5.6.</param>
/// <param name="Subject">The row concerned, as <c>table:id</c>, or the item's label in a custody stream.</param>
public sealed record StreamEvent(string Action, string? Subject = null, object? Detail = null, object? Secret = null)
{
    /// <summary>For custody: 64 hex digits of the file concerned.</summary>
    public string? Sha256 { get; init; }

    /// <summary>For custody: why, as a code or a short neutral text without names.</summary>
    public string? Reason { get; init; }

    /// <summary>The acting person's role, as a role key.</summary>
    public string? Role { get; init; }
}
