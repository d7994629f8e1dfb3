using Vaern.Screening.Normalising;

namespace Vaern.Screening.Masking;

/// <summary>
/// The persons of one import: everyone who writes, is mentioned, is forwarded from or signs. Their names are the best list there is.
/// Filled while the file is inspected, used while it is masked; held in memory alone.
/// </summary>
public sealed class Participants
{
    private readonly Dictionary<string, string> handles = new(StringComparer.Ordinal);
    private readonly HashSet<string> persons = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> known = [];
    private readonly Dictionary<string, List<Written>> byFirstWord = new(StringComparer.Ordinal);

    /// <param name="Rest">The words after the first, or none for a first name alone.</param>
    /// <param name="Person">Id, or null once two persons have the name.</param>
    /// <param name="NeedsCapital">The name is an ordinary word too.</param>
    internal sealed record Written(string[] Rest, string Person, bool NeedsCapital)
    {
        public string Person { get; set; } = Person;
    }

    /// <summary>How many persons were named.</summary>
    public int Count => persons.Count;

    /// <summary>Remembers a person, with a name when there is one.</summary>
    public void Add(string person, string? name)
    {
        persons.Add(person);
        if (string.IsNullOrWhiteSpace(name) || !known.Add((person, name))) return;
        var words = Words(name);
        if (words.Length == 0) return;
        if (words.Length > 1 && words.Length <= 6) Remember(words[0], words[1..], person, capital: false);
        // A whole name of one short or ordinary word is masked where it is written as a name.
        Remember(words[0], [], person, NameLists.IsOrdinary(words[0]) || words[0].Length < 3);
    }

    /// <summary>Remembers a user name without its sign.</summary>
    public void AddHandle(string person, string? handle)
    {
        if (string.IsNullOrWhiteSpace(handle)) return;
        handles.TryAdd(DanishFolding.Fold(handle.TrimStart('@').ToLowerInvariant()), person);
    }

    /// <summary>The person behind a folded user name; a name that nobody here has stands for itself.</summary>
    internal string OfHandle(ReadOnlySpan<char> handle) =>
        handles.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(handle, out var person) ? person : $"handle:{handle}";

    internal bool TryFind(ReadOnlySpan<char> firstWord, out List<Written> written) =>
        byFirstWord.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(firstWord, out written!);

    private void Remember(string first, string[] rest, string person, bool capital)
    {
        if (!byFirstWord.TryGetValue(first, out var all)) byFirstWord.Add(first, all = []);
        var same = all.Find(one => one.Rest.AsSpan().SequenceEqual(rest));
        if (same is null) all.Add(new Written(rest, person, capital));
        else if (same.Person != person) same.Person = "name:" + string.Join(' ', rest.Prepend(first));
        all.Sort(static (a, b) => b.Rest.Length.CompareTo(a.Rest.Length));
    }

    private static string[] Words(string name)
    {
        var folded = DanishFolding.Fold(NormalisedText.Of(name)[TextView.Base].ToString());
        return [.. new string([.. folded.Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsLetter))];
    }
}
