using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vaern.Screening.Importing;

namespace Vaern.Cli.Import;

/// <summary>The report of an import as one JSON object in one line.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ImportReport report) => JsonSerializer.Serialize(
        new
        {
            format = report.Format,
            outcome = report.Outcome switch { ImportOutcome.Accepted => "accepted", ImportOutcome.Partial => "partial", _ => "refused" },
            seen = report.Seen,
            accepted = report.Accepted,
            refused = report.Refused.Select(Refused),
            period = report.From is { } from ? new { from = Instant(from), to = Instant(report.To!.Value) } : null,
            participants = report.Participants,
            warnings = report.Warnings.Select(Warning),
        },
        Json);

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Dictionary<string, object> Warning(ImportWarning warning)
    {
        var fields = new Dictionary<string, object> { ["code"] = warning.Code, ["count"] = warning.Count };
        if (warning.Names is { } names) fields["names"] = names;
        return fields;
    }

    private static Dictionary<string, object> Refused(ReasonCount refused)
    {
        var fields = new Dictionary<string, object> { ["reason"] = refused.Reason, ["count"] = refused.Count };
        if (refused.Lines is { } lines) fields["lines"] = lines;
        return fields;
    }
}
