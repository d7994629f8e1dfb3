namespace Vaern.Screening.Importing;

/// <summary>
/// Which messages a file has held already, in little memory: numbers that lie close together (Telegram counts) take four bytes each,
/// others twelve. Hashes of 64 and 32 bits: among ten million messages a false repetition is less likely than one in ten thousand files.
/// </summary>
internal sealed class SeenMessages
{
    private const int PageSize = 64;
    private const int FewPages = 100_000;

    private readonly Dictionary<long, uint[]> pages = [];
    private ulong[] keys = new ulong[1024];
    private uint[] contents = new uint[1024];
    private long paged;
    private int count;

    public enum Answer
    {
        New,
        Same,
        Changed,
    }

    public Answer Add(string chat, string id, uint content)
    {
        if (content == 0) content = 1;
        return id.Length <= 18 && long.TryParse(id, System.Globalization.NumberStyles.None, null, out var number) && Page(chat, number) is { } page
            ? Put(ref page[number % PageSize], content, ref paged)
            : Put(Hash(chat, id), content);
    }

    /// <summary>FNV-1a over UTF-16, mixed at the end. Not for what an attacker may choose to collide: the worst is one message less.</summary>
    public static ulong Hash(string first, string second)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in first) hash = (hash ^ c) * 1099511628211UL;
        hash = (hash ^ 0xFFFF) * 1099511628211UL;
        foreach (var c in second) hash = (hash ^ c) * 1099511628211UL;
        hash ^= hash >> 32;
        hash *= 0xd6e8feb86659fd93UL;
        hash ^= hash >> 32;
        return hash == 0 ? 1 : hash;
    }

    private uint[]? Page(string chat, long number)
    {
        var index = (number / PageSize) ^ ((long)Hash(chat, "") << 32 & 0x7FFF_FFFF_0000_0000L);
        if (pages.TryGetValue(index, out var page)) return page;
        // Numbers far apart would take a page each.
        if (pages.Count > FewPages && paged < pages.Count * (PageSize / 8L)) return null;
        return pages[index] = new uint[PageSize];
    }

    private static Answer Put(ref uint held, uint content, ref long counter)
    {
        if (held == 0) counter++;
        var answer = held == 0 ? Answer.New : held == content ? Answer.Same : Answer.Changed;
        held = content;
        return answer;
    }

    private Answer Put(ulong key, uint content)
    {
        if (count > keys.Length / 4 * 3) Grow();
        var at = Place(keys, key);
        if (keys[at] == 0) count++;
        var answer = keys[at] == 0 ? Answer.New : contents[at] == content ? Answer.Same : Answer.Changed;
        (keys[at], contents[at]) = (key, content);
        return answer;
    }

    private static int Place(ulong[] table, ulong key)
    {
        var at = (int)(key & (ulong)(table.Length - 1));
        while (table[at] != 0 && table[at] != key) at = (at + 1) & (table.Length - 1);
        return at;
    }

    private void Grow()
    {
        var (moreKeys, moreContents) = (new ulong[keys.Length * 2], new uint[keys.Length * 2]);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0) continue;
            var at = Place(moreKeys, keys[i]);
            (moreKeys[at], moreContents[at]) = (keys[i], contents[i]);
        }
        (keys, contents) = (moreKeys, moreContents);
    }
}
