using Vaern.Data;
using Vaern.Screening.Masking;

namespace Vaern.App.StreetWork;

/// <summary>What in a text looks like a person. <paramref name="Kind"/> is name, handle, phone, cpr, mail, link or address.</summary>
/// <param name="Start">Where in the text as typed; the words themselves are kept nowhere.</param>
public sealed record PersonWord(string Kind, int Start, int Length);

/// <summary>
/// Looks for names, handles, numbers and addresses in what is typed on the street, before it is saved. The same rules that mask imports. A name may be a
/// mistake and can be answered with «it is no name»; a number, a handle or an address cannot.
/// </summary>
public static class PersonWords
{
    internal static readonly string[] Places = ["fjordby", "lanternen", "snak", "telegram", "discord", "tiktok", "snapchat", "instagram", "facebook", "youtube", "roblox", "steam", "twitch"];

    public static IReadOnlyList<PersonWord> Find(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        using var key = AliasKey.Random();
        return [.. new Masker(key, new Participants(), Places).Mask(text).Spans.Select(span => new PersonWord(KindOf(span.Kind), span.Source.Start, span.Source.Length))];
    }

    /// <summary><c>words.person</c> with the first kind found, unless all are names and somebody says that they are none.</summary>
    public static Error? Fault(string? text, bool notAName)
    {
        var found = Find(text);
        var first = found.FirstOrDefault(word => word.Kind != "name") ?? (notAName || found.Count == 0 ? null : found[0]);
        return first is null ? null : new Error($"words.{first.Kind}", "The text looks as if it names a person.");
    }

    private static string KindOf(MaskKind kind) => kind switch
    {
        MaskKind.Name => "name",
        MaskKind.Handle => "handle",
        MaskKind.Cpr => "cpr",
        MaskKind.Phone => "phone",
        MaskKind.Mail => "mail",
        MaskKind.Link => "link",
        _ => "address",
    };
}
