using System.Text.RegularExpressions;
using Vaern.App.Cases;

namespace Vaern.App.Plans;

/// <summary>
/// Finds names of other children in a text before it leaves the school (B-04): a family's letter and a family's plan are about that family's child. It knows the
/// people of the case and nobody else, and says so where it is used.
/// </summary>
public static partial class NameCheck
{
    // Words that begin the description of somebody and are no name.
    private static readonly HashSet<string> NoNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "mor", "far", "bror", "søster", "forældre", "forælder", "elev", "elever", "ven", "veninde", "klassen", "pige", "dreng", "to", "tre", "fire", "en", "et", "den", "de", "ukendt", "ingen", "til", "og", "fra", "i",
    };

    /// <summary>The names of children in the case, other than those the text may name, that stand in it: each once, in the order they are found.</summary>
    /// <param name="parties">Everybody in the case. Parents and classes are no children, but a child's name inside their description is still that child's.</param>
    /// <param name="about">The child the text is about; null for a text to a whole class, which names nobody.</param>
    public static IReadOnlyList<string> Others(IReadOnlyList<Party> parties, Guid? about, string text)
    {
        var own = parties.Where(party => party.Id == about).SelectMany(party => Words(party.Body.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var forbidden = parties.Where(party => party.Id != about && party.Role is "affected" or "alleged" or "witness")
            .SelectMany(party => Words(party.Body.Name)).Where(word => !own.Contains(word) || about is null).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (about is null)
        {
            forbidden.UnionWith(own);
        }

        return [.. Word().Matches(text).Select(match => match.Value).Where(word => Stems(word).Any(forbidden.Contains)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // »Storms« and »Jens'« are Storm and Jens.
    private static IEnumerable<string> Stems(string word) => word.EndsWith('s') || word.EndsWith('S') ? [word, word[..^1]] : [word];

    private static IEnumerable<string> Words(string name) =>
        Word().Matches(name).Select(match => match.Value).Where(word => word.Length > 1 && char.IsUpper(word[0]) && !NoNames.Contains(word));

    [GeneratedRegex(@"\p{L}[\p{L}\p{M}\-]*")]
    private static partial Regex Word();
}
