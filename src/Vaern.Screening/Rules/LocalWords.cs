using System.Buffers;
using System.Globalization;

namespace Vaern.Screening.Rules;

/// <summary>A word that a municipality added to a class, without code.</summary>
/// <param name="Term">A word, a phrase, a beginning (<c>ord*</c>) or an end (<c>*ord</c>).</param>
/// <param name="Class">A word class of the built-in rules, such as <c>DRUG</c>.</param>
/// <param name="From">First day in force.</param>
/// <param name="To">Last day in force; null when open.</param>
/// <param name="Must">A sentence with the word that must be flagged.</param>
/// <param name="MustNot">A sentence with the word that must not.</param>
public sealed record LocalWord(string Term, string Class, DateOnly From, DateOnly? To, string By, string Why, string Must, string MustNot)
{
    /// <summary>Whether it counts on a day.</summary>
    public bool IsInForce(DateOnly day) => From <= day && (To is null || day <= To);
}

/// <summary>
/// Reads a municipality's word list (JSON, format <c>vaern-local-words/1</c>). Each word is tried with its two sentences before it is taken; the
/// answer to a bad list is a list of faults, one line each.
/// </summary>
public static class LocalWords
{
    public const int MostWords = 2_000;

    private sealed record FileData(string Format, string Owner, Entry[] Words);

    private sealed record Entry(string Term, string Class, string From, string By, string Why, string Must, string MustNot, string? To = null);

    /// <param name="name">What faults call the file.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="day">The day that decides which words are in force.</param>
    /// <param name="faults">What is wrong; empty when a rule set is returned.</param>
    /// <returns>The built-in rules with the words that are in force; null when there is any fault.</returns>
    public static RuleSet? Load(string name, string text, DateOnly day, out IReadOnlyList<RuleFault> faults)
    {
        List<RuleFault> found = [];
        faults = found;
        if (RuleJson.Read<FileData>(name, text, "vaern-local-words/1", data => data.Format, found) is not { } file)
        {
            return null;
        }
        if (file.Words.Length > MostWords)
        {
            found.Add(new(name, $"more than {MostWords} words"));
            return null;
        }
        var words = file.Words.Select((entry, index) => Read($"{name}, word {index + 1} ({entry.Term})", entry, found)).OfType<LocalWord>().Where(word => word.IsInForce(day)).ToList();
        if (found.Count > 0)
        {
            return null;
        }
        var rules = RuleSet.LoadBuiltIn(words);
        Screener screener = new(new(rules, null));
        foreach (var word in words)
        {
            Try($"{name}, {word.Term}", word, screener, found);
        }
        return found.Count > 0 ? null : rules;
    }

    private static void Try(string where, LocalWord word, Screener screener, List<RuleFault> faults)
    {
        if (screener.Screen(word.Must).Route == Explaining.Route.None)
        {
            faults.Add(new(where, "the sentence in 'must' is not found: write it as it is written in earnest, or choose another class"));
        }
        if (screener.Screen(word.MustNot).Flag)
        {
            faults.Add(new(where, "the sentence in 'must_not' is flagged: the word is too ordinary for its class"));
        }
    }

    private static LocalWord? Read(string where, Entry entry, List<RuleFault> faults)
    {
        var before = faults.Count;
        if (!RuleSet.BuiltIn.Classes.Knows(entry.Class))
        {
            faults.Add(new(where, $"the class '{entry.Class}' is not known; known are {string.Join(' ', RuleSet.BuiltIn.Classes.Names.Order(StringComparer.Ordinal))}"));
        }
        if (entry.Term.AsSpan().Trim('*').Trim().Length < 2 || entry.Term.AsSpan().ContainsAny(Signs))
        {
            faults.Add(new(where, "the term must have two letters or more and none of @ # ~ , | & / { } ! ?"));
        }
        if (string.IsNullOrWhiteSpace(entry.By) || string.IsNullOrWhiteSpace(entry.Why))
        {
            faults.Add(new(where, "'by' and 'why' are needed"));
        }
        if (!Day(entry.From, out var from) | !Day(entry.To ?? "9999-12-31", out var to) || to < from)
        {
            faults.Add(new(where, "'from' and 'to' are days such as 2026-11-20, and 'to' is not before 'from'"));
        }
        return faults.Count > before ? null : new(entry.Term.Trim(), entry.Class, from, entry.To is null ? null : to, entry.By, entry.Why, entry.Must, entry.MustNot);
    }

    private static readonly SearchValues<char> Signs = SearchValues.Create("@#~,|&/{}!?");

    private static bool Day(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
