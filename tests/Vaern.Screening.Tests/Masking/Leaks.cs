using System.Text.RegularExpressions;
using Vaern.Screening.Masking;

namespace Vaern.Screening.Tests.Masking;

/// <summary>Looks for CPR numbers in what came out, with a plain expression of its own: not with the masker's patterns.</summary>
internal static partial class Leaks
{
    public static bool Any(string text) => Written().Matches(text).Any(match => CprNumbers.IsBirthDate(match.Groups[1].Value));

    [GeneratedRegex(@"(?<![0-9])([0-9]{6})(?:[ /.\t\u00A0\u2013-]| - )?[0-9]{4}(?![0-9])")]
    private static partial Regex Written();
}
