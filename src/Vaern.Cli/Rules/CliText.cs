using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vaern.Rules;

namespace Vaern.Cli.Rules;

/// <summary>How the rule verbs speak: JSON in snake_case with letters as they are, one clear line on stderr, a language.</summary>
internal static class CliText
{
    private const int LargestFile = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Option<string> Language()
    {
        Option<string> option = new("--lang") { Description = "da or en", DefaultValueFactory = _ => "da" };
        option.AcceptOnlyFromAmong("da", "en");
        return option;
    }

    public static CultureInfo Culture(this ParseResult parsed, Option<string> language) =>
        CultureInfo.GetCultureInfo(parsed.GetValue(language) ?? "da");

    public static int Print(this ParseResult parsed, object value)
    {
        parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(value, Json));
        return ExitCode.Done;
    }

    /// <summary>A rule that cannot start a clock is a "no"; everything else that goes wrong is bad input.</summary>
    public static int Fail(this ParseResult parsed, RulesError error, CultureInfo culture)
    {
        parsed.InvocationConfiguration.Error.WriteLine("vaern: " + error.Message.In(culture).ReplaceLineEndings(" "));
        return error.Code is "rule.off" or "rule.no_limit" or "rule.not_in_force" ? ExitCode.No : ExitCode.BadInput;
    }

    /// <summary>The text of a small UTF-8 file; <c>-</c> is standard input.</summary>
    public static RulesResult<string> ReadSmallFile(string path)
    {
        try
        {
            using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            var bytes = new byte[LargestFile + 1];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read > LargestFile
                ? Unreadable(path, "er for stor", "is too large")
                : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, read).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(path, "er ikke UTF-8", "is not UTF-8");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Unreadable(path, "kan ikke læses", "cannot be read");
        }
    }

    private static RulesError Unreadable(string path, string da, string en) =>
        new("file.unreadable", new($"Filen {path} {da}.", $"The file {path} {en}."));
}
