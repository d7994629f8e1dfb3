using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Screening.Importing;

namespace Vaern.App.StreetWork.Imports;

/// <summary>How a data set was made from its parent, so that anybody can make it again. Null where its kind has no such choice.</summary>
/// <param name="Route">concern or care; the two are never in one list.</param>
/// <param name="Kinds">Categories; none means all.</param>
/// <param name="Budget">How many messages there is time to read.</param>
/// <param name="Week"><c>2026-W49</c> of a weekly sample.</param>
/// <param name="Among">How many messages a sample was drawn from.</param>
public sealed record DatasetParameters(
    string? Route = null, IReadOnlyList<string>? Kinds = null, DateOnly? From = null, DateOnly? To = null, int? Budget = null, bool? Again = null, string? Week = null, int? Among = null);

/// <summary>
/// A node of the tree source → import → list or sample → report. It says what it came from, with which parameters and which version of the program.
/// </summary>
/// <param name="Made">Who made it; null for the program itself.</param>
/// <param name="NumberOf">Messages in it.</param>
/// <param name="Outcome">What an import took and refused; numbers and codes alone.</param>
/// <param name="Fault">Why a file was refused or not finished, as a code.</param>
/// <param name="GoneWhy">day or mandate.</param>
public sealed record Dataset(
    Guid Id, string Number, Guid Mandate, int MandateNumber, Guid SourceId, string Source, string? Parent, string Kind, string State, DatasetParameters Parameters, string Program, string? Rules, string? Heads,
    DateTimeOffset MadeAt, AccountId? Made, DateOnly ExpiresOn, DateTimeOffset? DoneAt, int? NumberOf, long? Bytes, int Percent, DatasetOutcome? Outcome, string? Fault, DateTimeOffset? RestGoneAt,
    DateTimeOffset? GoneAt, int? GoneNumber, string? GoneWhy)
{
    /// <summary>The program that makes data sets now.</summary>
    public static string CurrentProgram { get; } = typeof(Dataset).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public bool IsUnderWay => State is "receiving" or "waiting" or "reading";

    /// <summary>Past its day nothing is shown, whether or not the deletion has run.</summary>
    public bool IsReadableOn(DateOnly day) => State == "done" && day <= ExpiresOn;
}

/// <summary>What became of a file: the report of the importer, with the numbers of the screening.</summary>
public sealed record DatasetOutcome(
    string Format, bool Partial, long Seen, long Accepted, IReadOnlyList<DatasetCount> Refused, IReadOnlyList<DatasetCount> Warnings, DateOnly? From, DateOnly? To, int Concerns, int Care, int Unflagged)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal static string Write<T>(T record) => JsonSerializer.Serialize(record, Json);

    internal static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Json);

    internal static DatasetOutcome Of(ImportReport report, int concerns, int care, int unflagged) => new(
        report.Format, report.Outcome == ImportOutcome.Partial, report.Seen, report.Accepted, [.. report.Refused.Select(one => new DatasetCount(one.Reason, one.Count))],
        [.. report.Warnings.Select(one => new DatasetCount(one.Code, one.Count))], report.From is { } from ? DanishTime.DayOf(from) : null, report.To is { } to ? DanishTime.DayOf(to) : null, concerns, care, unflagged);
}

/// <summary>A code and how often.</summary>
public sealed record DatasetCount(string Code, long Count);

/// <summary>What can be said when a data set is gone: that, when, how much, and until when a backup may still hold its key.</summary>
public sealed record DatasetCertificate(string Number, DateTimeOffset GoneAt, int GoneNumber, string Why, DateTimeOffset? KeyDestroyedAt, DateTimeOffset? BackupsEnd);
