using System.Text.Json;

namespace Vaern.Cli.Sample;

internal sealed record SampleUnit(string Key, string Kind, string Name, string? Code, string? Parent, string ReplyRule);

internal sealed record SamplePost(string Unit, string Role);

internal sealed record SamplePerson(string Login, string Name, string Title, string Email, IReadOnlyList<SamplePost> Posts);

internal sealed record SampleMunicipality(string Slug, string Name, IReadOnlyList<SampleUnit> Units, IReadOnlyList<SamplePerson> People);

internal sealed record SampleContact(string? Name, string? Email, string? Phone);

internal sealed record SampleReport(
    string Key, string Unit, string Category, string Role, bool Restricted, string? Language, string ReceivedAt, string Story, string? HappenedAt, string? Platform,
    IReadOnlyList<string>? Links, string? Who, string? Wish, string? AboutAdult, SampleContact? Contact, IReadOnlyList<string>? Files, bool DemoMailbox, IReadOnlyList<JsonElement>? Steps);

internal sealed record SampleCase(
    string Key, string Unit, string Track, string Category, bool Restricted, string Title, string OpenedAt, string OpenedBy, string Reason, string? FromReport,
    string? ActAt, bool MayBePunishable, IReadOnlyList<JsonElement> Steps);

/// <summary>The sample's files, carried in the program.</summary>
internal static class SampleFiles
{
    public static SampleMunicipality Municipality(string slug) =>
        Read<SampleMunicipality>(slug == "fjordby" ? "municipality.json" : slug + ".json");

    public static IReadOnlyList<SampleReport> Reports() => Read<ReportFile>("reports.json").Reports;

    public static IReadOnlyList<SampleCase> Cases() => Read<CaseFile>("cases.json").Cases;

    public static Stream Open(string name) => typeof(SampleFiles).Assembly.GetManifestResourceStream("sample/" + name)
        ?? throw new FileNotFoundException($"The sample holds no {name}.");

    private static T Read<T>(string name)
    {
        using var stream = Open(name);
        return JsonSerializer.Deserialize<T>(stream, JsonSerializerOptions.Web) ?? throw new InvalidDataException($"{name} is empty.");
    }

    private sealed record ReportFile(IReadOnlyList<SampleReport> Reports);

    private sealed record CaseFile(IReadOnlyList<SampleCase> Cases);
}
