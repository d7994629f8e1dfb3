namespace Vaern.Screening.Heads;

/// <summary>
/// Feature hashing (Weinberger et al., ICML 2009): n-grams become bucket numbers without a dictionary. FNV-1a over UTF-16 with a final
/// mix; part of the file format, so it never changes within a version of it.
/// </summary>
internal static class FeatureHash
{
    public const int ShortestGram = 2;
    public const int LongestGram = 5;

    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const char Begin = '\u0002';
    private const char End = '\u0003';

    public static ulong OfWord(ReadOnlySpan<char> word) => Add(Offset, word);

    /// <summary>Order matters: <c>du er</c> is not <c>er du</c>.</summary>
    public static ulong OfPair(ulong first, ulong second) => Mix((first * 31) ^ second ^ 0x9E3779B97F4A7C15);

    public static int Bucket(ulong hash, int bits) => (int)(Mix(hash) >> (64 - bits));

    /// <summary>The word itself and its n-grams of 2 to 5 characters, with marks for begin and end.</summary>
    /// <param name="word">Folded.</param>
    /// <param name="bits">The number of buckets as a power of two.</param>
    /// <param name="into">Gets a bucket for each feature; its first is the word.</param>
    public static void OfGrams(ReadOnlySpan<char> word, int bits, List<int> into)
    {
        into.Add(Bucket(OfWord(word), bits));
        Span<char> framed = stackalloc char[word.Length + 2];
        framed[0] = Begin;
        word.CopyTo(framed[1..]);
        framed[^1] = End;
        for (var start = 0; start < framed.Length - 1; start++)
        {
            var hash = Offset ^ 0xA5A5;
            for (var length = 1; length <= LongestGram && start + length <= framed.Length; length++)
            {
                hash = (hash ^ framed[start + length - 1]) * Prime;
                if (length >= ShortestGram)
                {
                    into.Add(Bucket(hash + (ulong)length, bits));
                }
            }
        }
    }

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * Prime;
        }
        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        hash *= 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
