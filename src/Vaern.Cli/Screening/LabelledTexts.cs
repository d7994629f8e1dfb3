using Vaern.Screening.Explaining;

namespace Vaern.Cli.Screening;

/// <summary>A text and what it should come out as.</summary>
/// <param name="Positive">OFF for the offensive head, else a concern.</param>
/// <param name="Care">Should be on the care route.</param>
/// <param name="Category">Of the row; empty when it has none.</param>
/// <param name="Severity">As a reader set it; null when the row has none.</param>
internal sealed record LabelledText(string Text, bool Positive, bool Care, string Category, string Functionality, Severity? Severity);

/// <summary>Rows of a tab-separated file with <c>text</c> and <c>label</c> or <c>expected</c>.</summary>
internal sealed record LabelledTexts(IReadOnlyList<LabelledText> Rows, bool JudgesOffensive, int Skipped)
{
    public static LabelledTexts? Read(string name, string file, out string fault)
    {
        fault = "";
        var lines = file.Split('\n');
        var header = lines[0].TrimStart('\uFEFF').TrimEnd('\r').Split('\t').Select(column => column.Trim().ToLowerInvariant()).ToArray();
        var text = Array.FindIndex(header, column => column is "text" or "tweet");
        var expected = Array.FindIndex(header, column => column is "expected" or "label" or "subtask_a");
        if (text < 0 || expected < 0)
        {
            fault = $"{name}: the first line must name the columns text and label, or text and expected";
            return null;
        }
        var (category, route, functionality) = (Array.IndexOf(header, "category"), Array.IndexOf(header, "route"), Array.IndexOf(header, "functionality"));
        var severity = Array.IndexOf(header, "severity");
        List<LabelledText> rows = [];
        var (skipped, offensive) = (0, false);
        for (var number = 1; number < lines.Length; number++)
        {
            var fields = lines[number].TrimEnd('\r').Split('\t');
            if (fields.Length != header.Length)
            {
                skipped += lines[number].Trim().Length > 0 ? 1 : 0;
                continue;
            }
            if (Judge(fields[expected].Trim()) is not { } judged)
            {
                fault = $"{name}: line {number + 1}: the expected value must be 1 or 0, OFF or NOT, concern, care or none, or a category";
                return null;
            }
            offensive |= judged.Offensive;
            var isCare = judged.Care || (route >= 0 && fields[route].Trim() == "care");
            var named = judged.Category.Length > 0 ? judged.Category : category < 0 ? "" : fields[category].Trim();
            rows.Add(new(fields[text], judged.Positive && !isCare, isCare, named, functionality < 0 ? "" : fields[functionality].Trim(),
                severity >= 0 && Codes.TrySeverity(fields[severity].Trim(), out var set) ? set : null));
        }
        if (rows.Count == 0)
        {
            fault = $"{name}: there is no row with {header.Length} fields";
            return null;
        }
        return new(rows, offensive, skipped);
    }

    private static (bool Positive, bool Care, bool Offensive, string Category)? Judge(string value) => value switch
    {
        "1" or "true" or "yes" or "concern" or "flag" => (true, false, false, ""),
        "0" or "false" or "no" or "none" or "" => (false, false, false, ""),
        "care" => (false, true, false, ""),
        "OFF" => (true, false, true, ""),
        "NOT" => (false, false, true, ""),
        _ when Codes.TryCategory(value, out _) => (true, false, false, value),
        _ => null,
    };
}
