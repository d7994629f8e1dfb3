using System.Security.Cryptography;
using System.Text;
using Vaern.Screening.Explaining;

namespace Vaern.Screening.Heads;

/// <summary>One labelled text.</summary>
/// <param name="Text">As received.</param>
/// <param name="Group">Texts of one group stay on one side of every fold.</param>
/// <param name="Labels">For each head 1, 0, or -1 when nobody said.</param>
/// <param name="Measured">False for texts that are trained on but not counted in the scores.</param>
public sealed record TrainingRow(string Text, string Group, sbyte[] Labels, bool Measured);

/// <summary>
/// Labelled texts read from tab-separated files with a header: <c>text</c> (or <c>tweet</c>), a column for each head holding 1, 0 or nothing, or
/// <c>label</c> (or <c>subtask_a</c>) with OFF or NOT for the head <c>offensive</c>; optional <c>group</c> or <c>id</c>, and <c>measured</c> with 1 or 0.
/// Quotation marks mean nothing. Rows with a wrong number of fields are skipped and counted.
/// </summary>
public sealed class TrainingRows
{
    private static readonly HashSet<string> OwnColumns = new(["text", "tweet", "label", "subtask_a", "group", "id", "measured"], StringComparer.Ordinal);

    private readonly List<string> heads = [];
    private readonly List<(string Text, string Group, Dictionary<string, sbyte> Labels, bool Measured)> read = [];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public int Skipped { get; private set; }

    public int Count => read.Count;

    /// <summary>In the order in which the columns came.</summary>
    public IReadOnlyList<string> Heads => heads;

    /// <returns>Null, or what is wrong, in one line.</returns>
    public string? Add(string name, TextReader file)
    {
        var header = (file.ReadLine() ?? "").TrimStart('\uFEFF').Split('\t').Select(column => column.Trim().ToLowerInvariant()).ToArray();
        var text = Array.FindIndex(header, column => column is "text" or "tweet");
        var label = Array.FindIndex(header, column => column is "label" or "subtask_a");
        var group = Array.FindIndex(header, column => column is "group") is var found and >= 0 ? found : Array.IndexOf(header, "id");
        var measured = Array.IndexOf(header, "measured");
        var headColumns = Enumerable.Range(0, header.Length).Where(at => !OwnColumns.Contains(header[at]) && header[at].Length > 0).ToList();
        if (text < 0 || (label < 0 && headColumns.Count == 0))
        {
            return $"{name}: the first line must name a column text and a column label or one for each head; it has: {string.Join(", ", header)}";
        }
        if (headColumns.Find(at => header[at] == Category.Care.Code()) is var care and > 0)
        {
            return $"{name}: column {care + 1} is 'care': care is found by rules alone and has no head";
        }
        for (var number = 2; file.ReadLine() is { } line; number++)
        {
            var fields = line.Split('\t');
            if (fields.Length != header.Length)
            {
                Skipped++;
                continue;
            }
            Dictionary<string, sbyte> labels = new(StringComparer.Ordinal);
            if (label >= 0 && !Read(fields[label], HeadModel.OffensiveHead, labels))
            {
                return $"{name}: line {number}: '{Short(fields[label])}' is not a label; use OFF and NOT, or 1 and 0";
            }
            foreach (var at in headColumns)
            {
                if (!Read(fields[at], header[at], labels))
                {
                    return $"{name}: line {number}: '{Short(fields[at])}' in column {header[at]} is not 1, 0 or empty";
                }
            }
            hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
            read.Add((fields[text], group < 0 ? $"{name}:{number}" : $"{name}:{fields[group]}", labels, measured < 0 || fields[measured] != "0"));
        }
        return null;
    }

    /// <summary>SHA-256 of all rows read so far, in lower-case hex.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public IReadOnlyList<TrainingRow> Rows() =>
        [.. read.Select(row => new TrainingRow(row.Text, row.Group, [.. heads.Select(head => row.Labels.GetValueOrDefault(head, (sbyte)-1))], row.Measured))];

    private bool Read(string value, string head, Dictionary<string, sbyte> labels)
    {
        sbyte? label = value.Trim().ToUpperInvariant() switch { "1" or "OFF" => 1, "0" or "NOT" => 0, "" => -1, _ => null };
        if (label is { } known)
        {
            labels[head] = known;
            if (!heads.Contains(head))
            {
                heads.Add(head);
            }
        }
        return label is not null;
    }

    private static string Short(string value) => value.Length <= 20 ? value : value[..20] + "…";
}
