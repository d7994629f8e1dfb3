using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vaern.Screening.Rules;

/// <summary>A fault in a data file, in words for the person who wrote it.</summary>
/// <param name="Where">File, and rule or entry.</param>
/// <param name="Message">One line.</param>
public sealed record RuleFault(string Where, string Message)
{
    public override string ToString() => $"{Where}: {Message}";
}

/// <summary>A rule as written.</summary>
/// <param name="Id">category.act.detail; a changed pattern raises <paramref name="Version"/>.</param>
/// <param name="Patterns">One is enough.</param>
/// <param name="Except">Patterns that keep the rule from being hit, anywhere in the message.</param>
/// <param name="Unless">Cues that keep the rule from being hit; null takes the file's.</param>
/// <param name="Must">Three or more sentences that are hit.</param>
/// <param name="MustNot">Three or more sentences that look alike and are not.</param>
internal sealed record RuleData(
    string Id,
    int Version,
    string Act,
    string Severity,
    string Target,
    string Why,
    string[] Patterns,
    string[] Must,
    string[] MustNot,
    string[]? Except = null,
    string[]? Unless = null,
    bool Raise = false);

internal sealed record RuleFileData(string Format, string Category, string Version, string[] Unless, string[] Except, RuleData[] Rules);

internal sealed record CueData(string Cue, string Scope, string[] Patterns);

internal sealed record CueFileData(string Format, CueData[] Cues);

internal sealed record WordFileData(string Format, Dictionary<string, string> Paradigms, Dictionary<string, string[]> Classes);

/// <summary>Reads the data files; unknown keys are faults.</summary>
internal static class RuleJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <returns>Null when the text is not such a file; then a fault was added.</returns>
    public static T? Read<T>(string where, string text, string format, Func<T, string> formatOf, List<RuleFault> faults)
        where T : class
    {
        try
        {
            var read = JsonSerializer.Deserialize<T>(text, Options);
            if (read is not null && formatOf(read) == format)
            {
                return read;
            }
            faults.Add(new(where, $"the format is not {format}"));
        }
        catch (JsonException failure)
        {
            var line = failure.LineNumber is { } number ? $" (line {number + 1})" : "";
            faults.Add(new(where, $"not readable at {failure.Path}{line}: {failure.Message.Split(" Path:")[0]}"));
        }
        return null;
    }
}
