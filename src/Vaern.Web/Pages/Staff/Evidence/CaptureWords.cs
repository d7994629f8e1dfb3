using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>Faults of a saved page in the reader's words. What the engine says about a file stands after its words, so the start tells which sentence it is.</summary>
internal static class CaptureWords
{
    // The longest start first where one begins another.
    private static readonly (string Start, string Key)[] Starts =
    [
        ("unsafe name ", "unsafe"), ("duplicate entry ", "twice"), ("listed twice ", "twice"), ("encrypted entry ", "encrypted"), ("unusual compression ", "packing"),
        ("must be stored ", "packing"), ("unexpected file ", "unlisted"), ("unlisted ", "unlisted"), ("missing ", "missing"), ("wrong size ", "changed"), ("wrong hash ", "changed"),
        ("no sha256 hash for ", "no-hash"), ("too large to check ", "too-large"), ("too large ", "too-large"), ("unreadable ", "unreadable"), ("not a JSON object ", "unreadable"),
    ];

    private static readonly (string Part, string Key)[] Parts =
    [
        ("(bomb)", "bomb"), ("cut off", "cut"), ("no WARC in archive/", "no-pages"), ("no pages/pages.jsonl", "no-pages"), ("no index in indexes/", "no-index"),
        ("hash does not match", "list-changed"), ("compressed a second time", "packed-twice"), ("not a readable ZIP", "no-zip"),
    ];

    public static string Of(string fault, Texts texts)
    {
        foreach (var (start, key) in Starts)
        {
            if (fault.StartsWith(start, StringComparison.Ordinal))
            {
                return texts[$"capture.fault.{key}", fault[start.Length..]];
            }
        }

        var known = Parts.FirstOrDefault(part => fault.Contains(part.Part, StringComparison.Ordinal)).Key;
        return known is null ? texts["capture.fault.other", fault] : texts[$"capture.fault.{known}"];
    }
}
