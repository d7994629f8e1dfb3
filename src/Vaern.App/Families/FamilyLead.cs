using Vaern.Matching.Families;
using Vaern.Matching.Films;
using Vaern.Matching.Hashing;

namespace Vaern.App.Families;

/// <summary>How much of two films is in each other, in percent of their different frames.</summary>
/// <param name="Asked">Of the film in this room.</param>
/// <param name="Known">Of the film that is known.</param>
public sealed record FilmShares(double Asked, double Known, FilmClip Clip);

/// <summary>What is sealed of a lead, under the key of the report or case in which it turned up. The distance is for the record; people are shown the band.</summary>
/// <param name="Distance">0–31 for a picture; null for a film.</param>
/// <param name="Quality">0–100 of the picture in this room; null for a film.</param>
/// <param name="OtherQuality">0–100 of the known picture.</param>
public sealed record LeadBody(int? Distance, PictureForm Form, bool WithoutBorder, int? Quality, int? OtherQuality, SecondCheck Check)
{
    public FilmShares? Film { get; init; }
}

/// <summary>
/// A resemblance as a person judges it: how near, how good both are, what else speaks for it. Never the fingerprint, never anything of the other case; only
/// whom to call.
/// </summary>
/// <param name="State">open, confirmed or rejected.</param>
/// <param name="Family">The number, once it is confirmed; null before.</param>
/// <param name="Item">The evidence it is about, such as <c>B-001</c>; null for a fingerprint without a file, or before there is a case.</param>
/// <param name="Contact">Whom to call about the other case; null where nobody is known yet.</param>
public sealed record FamilyLead(
    Guid Id, string State, bool IsFilm, LeadBody Body, string? Family, string? Item, string? Contact, DateTimeOffset FoundAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? Reason, int Version)
{
    /// <summary>How near; null for a film, which says its shares instead.</summary>
    public LeadBand? Band => Body.Distance is { } distance ? Lead.BandOf(distance) : null;
}
