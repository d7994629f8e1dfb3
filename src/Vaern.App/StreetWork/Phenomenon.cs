namespace Vaern.App.StreetWork;

/// <summary>
/// Something that was seen on the street, without persons. When its day has passed only kind and month are left; <paramref name="Link"/> is
/// there for those who were on the shift alone.
/// </summary>
/// <param name="Source">Label and name of the source, such as <c>S-4 Fjordby Snak</c>.</param>
/// <param name="ExpiresOn">The last day the raw note is kept.</param>
public sealed record Phenomenon(
    Guid Id, string Number, string Kind, string? Source, string? Platform, string? Age, DateOnly SeenOn, DateTimeOffset? SeenAt, string? Note, string? Link, Guid Shift, DateTimeOffset RecordedAt, DateOnly ExpiresOn,
    bool Gone)
{
    public static readonly string[] Kinds =
        ["violence-shared", "exposure-account", "threats", "hate", "sexual-humiliation", "recruitment", "sale", "fraud", "self-harm", "challenge", "algorithm", "other"];

    public static readonly string[] Ages = ["under-12", "12-15", "13-16", "15-17", "adults", "all", "unknown"];

    public const int NoteLimit = 280;
}

/// <summary>A phenomenon as its form sends it. <paramref name="Id"/> is chosen by the form, so that pressing twice saves one.</summary>
/// <param name="Link">Kept encrypted for the shift's team; the server never opens it. Null when there is none.</param>
/// <param name="NotAName">What looks like a name is none, says the worker.</param>
public sealed record NewPhenomenon(Guid Id, string Kind, Guid Source, string Age, DateTimeOffset? SeenAt, string? Link, string Note, bool NotAName);
