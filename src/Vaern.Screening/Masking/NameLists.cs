namespace Vaern.Screening.Masking;

/// <summary>First names and surnames of the country, folded. Cut: whole lists mask every third ordinary word.</summary>
internal static class NameLists
{
    private static readonly Lazy<Dictionary<string, Mark>> FirstNames = new(LoadFirstNames);
    private static readonly Lazy<WordList> Surnames = new(() => new WordList(WordList.Lines("surnames.txt")));

    /// <summary>Words that are names too but stand in sentences far more often.</summary>
    private static readonly WordList OrdinaryWords = WordList.Of(
        "mor far mormor farmor morfar farfar admin moderator bot gruppe kanal nyheder info skole klub klubben ungdom den det de en et og er jeg du han hun vi min mit dit god hej nej ja");

    [Flags]
    public enum Mark : byte
    {
        None = 0,
        Frequent = 1,
        Ordinary = 2,
        Known = 4,
    }

    public static Mark FirstName(ReadOnlySpan<char> word) =>
        FirstNames.Value.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var mark) ? mark : Mark.None;

    public static bool IsSurname(ReadOnlySpan<char> word) => (word.Length > 4 && word.EndsWith("sen")) || Surnames.Value.Lookup.Contains(word);

    public static bool IsOrdinary(string word) => OrdinaryWords.Lookup.Contains(word) || FirstName(word).HasFlag(Mark.Ordinary);

    private static Dictionary<string, Mark> LoadFirstNames()
    {
        var names = new Dictionary<string, Mark>(6000, StringComparer.Ordinal);
        foreach (var line in WordList.Lines("first-names.txt"))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var marks = line.AsSpan(tab + 1);
            names[line[..tab]] = Mark.Known | (marks.Contains('1') ? Mark.Frequent : Mark.None) | (marks.Contains('w') ? Mark.Ordinary : Mark.None);
        }
        return names;
    }
}
