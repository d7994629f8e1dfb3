using System.Globalization;
using System.Text.Json;

namespace Vaern.Sealing.Packages;

/// <summary>The custody stream as a table for people; the stream itself is <c>custody/custody.jsonl</c>.</summary>
internal static class ReportCustody
{
    /// <summary>A table that nobody can read helps nobody; the rest is in the stream.</summary>
    private const int MostRows = 1000;

    internal static void Table(ReportText report, PackageRequest request)
    {
        var count = request.CustodyLines.Count;
        report.Markup("<section class=\"chapter\"><h2>6. Hvem har haft materialet</h2>\n")
            .Element("p", string.Create(CultureInfo.InvariantCulture, $"Sporet har {count} hændelser og er med fra den første. Visninger er også hændelser."));
        if (count > MostRows) report.Element("p", string.Create(CultureInfo.InvariantCulture, $"Her står de første {MostRows}; resten står i custody/custody.jsonl."));
        report.TableHead("Spor", "Nr.", "Tid", "Hvem", "Hvad", "Genstand", "Hvorfor");
        foreach (var line in request.CustodyLines.Take(MostRows)) Row(report, line);
        report.TableEnd();
        if (request.Checkpoints.Count > 0)
        {
            report.Element("p", "Tidsstemplet til og med hændelse: "
                + string.Join(", ", request.Checkpoints.Select(c => c.Seq.ToString(CultureInfo.InvariantCulture))) + ".");
        }
        report.Markup("</section>\n");
    }

    private static void Row(ReportText report, ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        var happened = document.RootElement;
        var at = happened.TryGetProperty("at", out var time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var instant) ? PackageTimes.ForPeople(instant) : "";
        report.Row(
            happened.GetProperty("seq").GetRawText(), at, string.Join(", ", new[] { Text(happened, "role"), Text(happened, "actor") }.Where(t => t.Length > 0)),
            ReportWords.Of(Text(happened, "action")), Text(happened, "item"), Text(happened, "reason"));
    }

    private static string Text(JsonElement happened, string name) =>
        happened.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
