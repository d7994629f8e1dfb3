using Vaern.Screening.Normalising;

namespace Vaern.Screening.Importing;

/// <summary>Whether two spellings name one channel: letters and digits alone, folded, so that <c>Fjordby Snak</c> is <c>fjordbysnak</c>.</summary>
internal static class ChannelNames
{
    public static bool Has(IReadOnlyList<string> names, string name) => Find(names, name) is not null;

    /// <summary>The name of the list that is meant; null when none is.</summary>
    public static string? Find(IReadOnlyList<string> names, string name)
    {
        if (names.Count == 0) return null;
        var wanted = Plain(name);
        foreach (var one in names)
        {
            if (wanted.Length > 0 && Plain(one) == wanted) return one;
        }
        return null;
    }

    private static string Plain(string name) => DanishFolding.Fold(new string([.. name.Where(char.IsLetterOrDigit)]).ToLowerInvariant());
}
