using System.Text.RegularExpressions;
using Vaern.Data;

namespace Vaern.App.Removal;

/// <summary>
/// What may never leave the house in a notice: the name or contact of somebody it is about, a civil registration number, or text that is really a file.
/// </summary>
internal static partial class NoticeText
{
    // Words that stand where a name was not known; they tell nobody apart.
    private static readonly HashSet<string> NoNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "Mor", "Far", "Moren", "Faren", "Hele", "Klasse", "Klassen", "Elev", "Eleven", "Elever", "Pige", "Pigen", "Dreng", "Drengen", "Ukendt", "Borger", "Borgeren", "Medarbejder",
        "Medarbejderen", "Ansat", "Den", "Det", "Til", "Og", "Fra", "The",
    };

    /// <returns><c>removal.names-person</c>, <c>removal.cpr</c>, <c>removal.encoded</c>, or null.</returns>
    public static Error? Fault(IEnumerable<string> hidden, bool restricted, params string?[] texts)
    {
        foreach (var text in texts.Where(text => !string.IsNullOrWhiteSpace(text)))
        {
            if (CivilNumber().IsMatch(text!))
            {
                return new Error("removal.cpr", "The text holds what looks like a civil registration number.");
            }

            if (restricted && Encoded().IsMatch(text!))
            {
                return new Error("removal.encoded", "The text looks like a file.");
            }

            if (Words(hidden).Any(word => Regex.IsMatch(text!, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(word)}(s?)(?![\p{{L}}\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)))
            {
                return new Error("removal.names-person", "The text names somebody it is about.");
            }
        }

        return null;
    }

    private static IEnumerable<string> Words(IEnumerable<string> hidden) =>
        hidden.SelectMany(one => one.Contains('@', StringComparison.Ordinal) ? [one.Trim()] : one.Split([' ', ',', ';', '.'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(word => word.Length >= 2 && !NoNames.Contains(word) && (char.IsUpper(word[0]) || word.Contains('@', StringComparison.Ordinal) || word.Count(char.IsDigit) >= 8))
            .Distinct(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)")]
    private static partial Regex CivilNumber();

    // A run of more than 200 base64 or hex characters is no sentence (evidence format §4).
    [GeneratedRegex("[A-Za-z0-9+/=]{201}")]
    private static partial Regex Encoded();
}
