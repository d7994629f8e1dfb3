using Vaern.Screening.Normalising;
using Vaern.Screening.Tokens;

namespace Vaern.Screening.Rules;

/// <summary>
/// Named lists of words. An entry is a word, a word with a paradigm (<c>smadr~V</c>), a beginning (<c>pistol*</c>), an end
/// (<c>*pistol</c>), a phrase (<c>slår/slog ihjel</c>), another class (<c>@WEAPON</c>) or a mark (<c>#price</c>).
/// </summary>
internal sealed class WordClasses
{
    private static readonly Dictionary<string, Marks> MarkNames = new(StringComparer.Ordinal)
    {
        ["#num"] = Marks.Number,
        ["#price"] = Marks.Price,
        ["#clock"] = Marks.Clock,
        ["#cap"] = Marks.Capital | Marks.Handle,
        ["#emoji"] = Marks.Emoji,
        ["#link"] = Marks.Link,
        ["#tag"] = Marks.Hashtag,
    };

    private readonly Dictionary<string, List<string>> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> paradigms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ushort> symbols = new(StringComparer.Ordinal);

    public SymbolTable Table { get; } = new();

    public IReadOnlyCollection<string> Names => classes.Keys;

    public void AddParadigm(string name, string endings) => paradigms[name] = endings.Split(',');

    public void AddEntries(string name, IEnumerable<string> lines)
    {
        if (!classes.TryGetValue(name, out var entries))
        {
            classes[name] = entries = [];
        }
        entries.AddRange(lines.SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
    }

    public bool Knows(string name) => classes.ContainsKey(name);

    /// <summary>The symbol of an alternative such as <c>@HARM|dræb*</c>.</summary>
    /// <exception cref="PatternFault">A class or paradigm is not known, or an entry is not one.</exception>
    public ushort Symbol(string alternative)
    {
        var key = Folded(alternative) + (alternative.Contains('@', StringComparison.Ordinal) ? " " + alternative : "");
        if (symbols.TryGetValue(key, out var known))
        {
            return known;
        }
        var symbol = Table.New();
        symbols[key] = symbol;
        HashSet<string> inside = new(StringComparer.Ordinal);
        foreach (var entry in alternative.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            AddTo(symbol, entry[0] == '_' ? entry : entry.Replace('_', ' '), inside);
        }
        return symbol;
    }

    private void AddTo(ushort symbol, string entry, HashSet<string> inside)
    {
        if (entry[0] == '@')
        {
            if (!classes.TryGetValue(entry[1..], out var entries))
            {
                throw new PatternFault($"the word class {entry} is not known");
            }
            if (inside.Add(entry))
            {
                entries.ForEach(one => AddTo(symbol, one, inside));
            }
            return;
        }
        if (MarkNames.TryGetValue(entry, out var mark))
        {
            Table.AddMarks(symbol, mark);
            return;
        }
        if (entry.Contains(' ', StringComparison.Ordinal))
        {
            Table.AddPhrase(symbol, [.. entry.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Symbol(word.Replace('/', '|')))]);
            return;
        }
        foreach (var word in entry.Split('/').SelectMany(Inflect))
        {
            AddWord(symbol, Folded(word));
        }
    }

    private void AddWord(ushort symbol, string word)
    {
        if (word.Length == 0 || word == "*" || word.AsSpan(1, Math.Max(0, word.Length - 2)).Contains('*'))
        {
            throw new PatternFault($"'{word}' is not a word, a beginning (ord*) or an end (*ord)");
        }
        if (word[0] == '#')
        {
            throw new PatternFault($"the mark {word} is not known; known are {string.Join(' ', MarkNames.Keys)}");
        }
        if (word[^1] == '*')
        {
            Table.AddPrefix(symbol, word[..^1]);
        }
        else if (word[0] == '*')
        {
            Table.AddSuffix(symbol, word[1..]);
        }
        else
        {
            Table.AddWord(symbol, word);
        }
    }

    private static string Folded(string word) => DanishFolding.Fold(word.ToLowerInvariant().Replace("\uFE0F", "", StringComparison.Ordinal));

    private IEnumerable<string> Inflect(string word)
    {
        var tilde = word.IndexOf('~', StringComparison.Ordinal);
        if (tilde < 0)
        {
            return [word];
        }
        return paradigms.TryGetValue(word[(tilde + 1)..], out var endings)
            ? endings.Select(ending => word[..tilde] + ending)
            : throw new PatternFault($"the paradigm of '{word}' is not known; known are {string.Join(' ', paradigms.Keys)}");
    }
}

/// <summary>A pattern or an entry that cannot be read; the loader turns it into a <see cref="RuleFault"/> with its place.</summary>
internal sealed class PatternFault(string message) : Exception(message);
