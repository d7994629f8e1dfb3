using Vaern.Screening.Masking;
using Vaern.Screening.Normalising;
using Vaern.Screening.Rules;

namespace Vaern.Screening.Importing;

/// <summary>A word that many write, and how many messages held it.</summary>
public sealed record Expression(string Word, int Messages);

/// <summary>
/// Counts the words of masked messages, to find what is new in how people write. A word counts once a message, and it is only given when enough different
/// writers used it: one person's word is nobody's business. Names and streets are left out. Memory is bounded: when it is full, the rarest words go.
/// </summary>
public sealed class ExpressionCounter
{
    /// <summary>Fewer writers than this are not shown.</summary>
    public const int FewestWriters = 5;

    private const int Shortest = 3;
    private const int Longest = 24;
    private const int MostWords = 200_000;

    private readonly Dictionary<string, Count> words = new(StringComparer.Ordinal);
    private readonly HashSet<string> inMessage = new(StringComparer.Ordinal);

    /// <param name="masked">A masked text; its masks are no words.</param>
    /// <param name="author">The alias of who wrote it; null counts as one writer for all.</param>
    public void Add(string masked, string? author)
    {
        inMessage.Clear();
        var writer = author is null ? 1UL : SeenMessages.Hash(author, "");
        for (var at = 0; at < masked.Length;)
        {
            if (masked[at] == '[')
            {
                var close = masked.IndexOf(']', at);
                at = close < 0 ? at + 1 : close + 1;
                continue;
            }
            if (!char.IsLetter(masked[at]))
            {
                at++;
                continue;
            }
            var start = at;
            while (at < masked.Length && (char.IsLetterOrDigit(masked[at]) || masked[at] == '-')) at++;
            Take(masked.AsSpan(start, at - start), writer);
        }
        if (words.Count > MostWords) DropRarest();
    }

    /// <summary>The words that enough writers used, the most used first.</summary>
    public IReadOnlyList<Expression> Most(int most) =>
    [
        .. words.Where(pair => pair.Value.Writers >= FewestWriters).OrderByDescending(pair => pair.Value.Messages).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(most).Select(pair => new Expression(pair.Key, pair.Value.Messages)),
    ];

    private void Take(ReadOnlySpan<char> written, ulong writer)
    {
        if (written.Length is < Shortest or > Longest || written.StartsWith("Person-", StringComparison.Ordinal) || written.ContainsAnyInRange('0', '9')) return;
        var word = written.ToString().ToLowerInvariant().Trim('-');
        if (word.Length < Shortest || !inMessage.Add(word)) return;
        var folded = DanishFolding.Fold(word);
        if (CommonWords.Weight(folded) > 1 || NameLists.FirstName(folded) != NameLists.Mark.None || NameLists.IsSurname(folded)) return;
        if (!words.TryGetValue(word, out var count)) words.Add(word, count = new Count());
        count.Add(writer);
    }

    private void DropRarest()
    {
        for (var least = 1; words.Count > MostWords / 2; least *= 2)
        {
            foreach (var rare in words.Where(pair => pair.Value.Messages <= least).Select(pair => pair.Key).ToList()) words.Remove(rare);
        }
    }

    private sealed class Count
    {
        private readonly ulong[] writers = new ulong[FewestWriters];

        public int Messages { get; private set; }

        /// <summary>Different writers, counted up to <see cref="FewestWriters"/>.</summary>
        public int Writers { get; private set; }

        public void Add(ulong writer)
        {
            Messages++;
            if (Writers < FewestWriters && !writers.AsSpan(0, Writers).Contains(writer)) writers[Writers++] = writer;
        }
    }
}
