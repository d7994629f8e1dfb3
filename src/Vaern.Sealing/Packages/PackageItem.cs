using System.Text.Json;
using Vaern.Sealing.Custody;

namespace Vaern.Sealing.Packages;

public enum ItemKind { Screenshot, Photo, Video, Audio, Document, Email, ChatExport, WebCapture, Log, Other }

public enum ObtainedMethod
{
    ScreenshotByAffected, ScreenshotByStaff, FileFromDevice, PlatformExport, WebCapture, PrintedAndScanned, ReceivedFromAuthority,
}

/// <summary>How the observed time is known: a person said so, the file says so, the web capture says so.</summary>
public enum TimeBasis { Stated, File, Capture }

/// <summary>Where the material was seen. Times keep the offset they were stated in.</summary>
public sealed record ItemSource(
    string? Url, string? Platform, string? Account, string? AccountId, DateTimeOffset? ObservedAt, TimeBasis ObservedAtBasis, DateTimeOffset? PostedAt);

/// <summary>How it came to the municipality.</summary>
/// <param name="ByRole">Role of whoever made it, e.g. <c>affected-person</c>.</param>
/// <param name="HandedInBy">Pseudonymous id.</param>
/// <param name="KnownChanges">As stated; empty is written as <c>none stated</c>.</param>
/// <param name="Gaps">As stated; empty is written as <c>none stated</c>.</param>
public sealed record ItemObtained(
    ObtainedMethod Method, string? Device, string ByRole, string HandedInBy, DateTimeOffset HandedInAt, string Channel, string? KnownChanges, string? Gaps);

/// <summary>What the server did at receipt.</summary>
/// <param name="Sha256Browser">Hash made in the sender's browser, or null.</param>
public sealed record ItemReceived(DateTimeOffset At, string? Sha256Browser, string Software);

/// <summary>A clean copy or redacted copy. It never replaces the original.</summary>
/// <param name="Name">File name, placed under <c>derived/</c>.</param>
/// <param name="Sha256">64 lower-case hex digits; the content is checked against it while it is written.</param>
/// <param name="Tool">What made it.</param>
public sealed record DerivedFile(string Name, string Sha256, long Length, string Tool, Func<CancellationToken, ValueTask<Stream>> OpenContent);

/// <summary>A small, metadata-free copy to show in the report.</summary>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
public sealed record ReportPicture(string MediaType, ReadOnlyMemory<byte> Bytes);

/// <summary>One piece of ordinary evidence with its untouched bytes.</summary>
public sealed record PackageItem
{
    internal const string Schema = "vaern-genstand/1";
    private const string NoneStated = "none stated";

    /// <summary><c>B-001</c>; unique in the case, never reused.</summary>
    public required string Id { get; init; }

    /// <summary>File name as received, whatever it holds.</summary>
    public required string OriginalName { get; init; }

    /// <summary>SHA-256 of the untouched original, 64 lower-case hex digits. Content that differs fails the package.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length of the original in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Opens the original; read once, front to back, then disposed.</summary>
    public required Func<CancellationToken, ValueTask<Stream>> OpenContent { get; init; }

    /// <summary>Media type that the sender stated.</summary>
    public string? DeclaredType { get; init; }

    /// <summary>Media type that the first bytes show.</summary>
    public string? DetectedType { get; init; }

    public required ItemKind Kind { get; init; }

    public required ItemSource Source { get; init; }

    public required ItemObtained Obtained { get; init; }

    public required ItemReceived Received { get; init; }

    public IReadOnlyList<DerivedFile> Derived { get; init; } = [];

    public bool ContainsExif { get; init; }

    /// <summary>Whole RFC 3161 response over <see cref="Sha256"/> from the intake; null means not time-stamped.</summary>
    public ReadOnlyMemory<byte>? IntakeStamp { get; init; }

    /// <summary>One neutral line for the report, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Picture for the report, or null. Only where the receiver may see it; blurred otherwise.</summary>
    public ReportPicture? Picture { get; init; }

    /// <summary>Service and time of the intake stamp for the report, set when the stamp was checked.</summary>
    internal string? StampShown { get; init; }

    internal string Folder => $"data/{Id}/";

    internal string OriginalPath => "original/" + PathNames.ForOriginal(OriginalName);

    internal byte[] ToJson() => CompactJson.Write(json =>
    {
        json.WriteString("schema", Schema);
        json.WriteString("id", Id);
        json.WriteString("originalName", OriginalName);
        json.WriteString("path", OriginalPath);
        json.WriteString("sha256", Sha256);
        json.WriteNumber("bytes", Length);
        json.WriteString("declaredType", DeclaredType);
        json.WriteString("detectedType", DetectedType);
        json.WriteString("kind", Kebab(Kind));
        WriteSource(json);
        WriteObtained(json);
        WriteReceived(json);
        WriteDerived(json);
        json.WriteStartObject("personal");
        json.WriteBoolean("containsExif", ContainsExif);
        json.WriteBoolean("exifShown", false);
        json.WriteEndObject();
    });

    internal static string DerivedPath(DerivedFile file) => "derived/" + PathNames.ForOriginal(file.Name);

    internal static string Kebab<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private void WriteSource(Utf8JsonWriter json)
    {
        json.WriteStartObject("source");
        json.WriteString("url", Source.Url);
        json.WriteString("platform", Source.Platform);
        json.WriteString("account", Source.Account);
        json.WriteString("accountId", Source.AccountId);
        json.WriteString("observedAt", PackageTimes.WithOffset(Source.ObservedAt));
        json.WriteString("observedAtBasis", Kebab(Source.ObservedAtBasis));
        json.WriteString("postedAt", PackageTimes.WithOffset(Source.PostedAt));
        json.WriteEndObject();
    }

    private void WriteObtained(Utf8JsonWriter json)
    {
        json.WriteStartObject("obtained");
        json.WriteString("method", Kebab(Obtained.Method));
        json.WriteString("device", Obtained.Device);
        json.WriteString("byRole", Obtained.ByRole);
        json.WriteString("handedInBy", Obtained.HandedInBy);
        json.WriteString("handedInAt", CustodyEvent.Instant(Obtained.HandedInAt));
        json.WriteString("channel", Obtained.Channel);
        json.WriteString("knownChanges", Stated(Obtained.KnownChanges));
        json.WriteString("gaps", Stated(Obtained.Gaps));
        json.WriteEndObject();
    }

    private void WriteReceived(Utf8JsonWriter json)
    {
        json.WriteStartObject("received");
        json.WriteString("at", CustodyEvent.Instant(Received.At));
        json.WriteString("sha256Browser", Received.Sha256Browser);
        json.WriteString("sha256Server", Sha256);
        json.WriteString("software", Received.Software);
        json.WriteEndObject();
    }

    private void WriteDerived(Utf8JsonWriter json)
    {
        json.WriteStartArray("derived");
        foreach (var file in Derived)
        {
            json.WriteStartObject();
            json.WriteString("path", DerivedPath(file));
            json.WriteString("sha256", file.Sha256);
            json.WriteString("from", Sha256);
            json.WriteString("tool", file.Tool);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Stated(string? text) => string.IsNullOrWhiteSpace(text) ? NoneStated : text;
}
