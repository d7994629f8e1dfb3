using System.Text.Json;
using Vaern.Sealing.Custody;

namespace Vaern.Sealing.Packages;

/// <summary>Where a device is.</summary>
public sealed record ReferralDevice(string HolderRole, string Location, string State);

/// <summary>A step taken towards the police, a hotline or the like.</summary>
public sealed record ReferralStep(string To, string Channel, DateTimeOffset? At, string? ByRole, string? By, string? Reference);

/// <summary>
/// A record of material that is not stored: no bytes, no hash, no file name, and no member that could hold them
/// (regime <c>RestrictedEvidence</c>).
/// </summary>
public sealed record PackageReferral
{
    /// <summary>Largest <c>henvisning.json</c> in bytes.</summary>
    public const int LongestRecord = 4096;

    internal const string Schema = "vaern-henvisning/1";

    /// <summary><c>H-001</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Why it is not stored, e.g. <c>may-be-under-18</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Neutral description.</summary>
    public required string Description { get; init; }

    public string? Platform { get; init; }

    public string? Account { get; init; }

    /// <summary>Addresses; written only in a package for the police or AnmeldDet.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    public DateTimeOffset? ObservedAt { get; init; }

    public IReadOnlyList<string> SeenByRoles { get; init; } = [];

    public ReferralDevice? Device { get; init; }

    public IReadOnlyList<ReferralStep> Referrals { get; init; } = [];

    public IReadOnlyList<string> AdviceShown { get; init; } = [];

    public required DateTimeOffset RecordedAt { get; init; }

    internal byte[] ToJson(RecipientKind recipient) => CompactJson.Write(json =>
    {
        json.WriteString("schema", Schema);
        json.WriteString("id", Id);
        json.WriteBoolean("bytesStored", false);
        json.WriteBoolean("fingerprintStored", false);
        json.WriteString("reason", Reason);
        json.WriteString("description", Description);
        json.WriteString("platform", Platform);
        json.WriteString("account", Account);
        WriteList(json, "urls", recipient is RecipientKind.Police or RecipientKind.AnmeldDet ? Urls : []);
        json.WriteString("observedAt", PackageTimes.WithOffset(ObservedAt));
        WriteList(json, "seenByRoles", SeenByRoles);
        WriteDevice(json);
        WriteSteps(json);
        WriteList(json, "adviceShown", AdviceShown);
        json.WriteString("recordedAt", CustodyEvent.Instant(RecordedAt));
    });

    private void WriteDevice(Utf8JsonWriter json)
    {
        if (Device is null)
        {
            json.WriteNull("device");
            return;
        }
        json.WriteStartObject("device");
        json.WriteString("holderRole", Device.HolderRole);
        json.WriteString("location", Device.Location);
        json.WriteString("state", Device.State);
        json.WriteEndObject();
    }

    private void WriteSteps(Utf8JsonWriter json)
    {
        json.WriteStartArray("referrals");
        foreach (var step in Referrals)
        {
            json.WriteStartObject();
            json.WriteString("to", step.To);
            json.WriteString("channel", step.Channel);
            json.WriteString("at", step.At is { } at ? CustodyEvent.Instant(at) : null);
            json.WriteString("byRole", step.ByRole);
            json.WriteString("by", step.By);
            json.WriteString("reference", step.Reference);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
