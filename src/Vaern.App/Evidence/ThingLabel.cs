using System.Globalization;
using System.Text.RegularExpressions;
using Vaern.Data;

namespace Vaern.App.Evidence;

/// <summary>
/// What a thing outside the system is called in a case: <c>BH-</c> and the number on its bag, 1 to 999. It stands open in the custody chain, so it is a number
/// and never a name.
/// </summary>
public static partial class ThingLabel
{
    private const int Most = 999;

    /// <summary>The label of <c>BH-2</c>, <c>bh 2</c> or <c>2</c>; null for an empty field; <c>custody.thing</c> for anything else.</summary>
    public static Result<string?> Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return (string?)null;
        }

        return Form().Match(typed.Trim()) is { Success: true } read && int.Parse(read.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is >= 1 and <= Most and var number
            ? Of(number)
            : new Error("custody.thing", "Write the number on the bag, such as BH-1.");
    }

    /// <summary>The first label that no thing of the case has.</summary>
    public static string Next(IEnumerable<string> taken)
    {
        var used = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, Most).Select(Of).First(label => !used.Contains(label));
    }

    public static bool IsThing(string label) => label.StartsWith("BH-", StringComparison.Ordinal);

    private static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"BH-{number}");

    [GeneratedRegex("^(?:[Bb][Hh][- ]?)?([0-9]{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
