using System.Globalization;

namespace Vaern.Screening.Masking;

/// <summary>E-mail, addresses on the web, handles, addresses of machines and wallets. Each is found from its sign outwards, so that the work stays linear.</summary>
internal static class WebPatterns
{
    private const int LongestLocal = 64;

    /// <summary>Endings after which a bare domain is taken for one.</summary>
    private static readonly WordList Endings = WordList.Of(
        "dk com net org eu gg io tv info app xyz ru uk gl fo no fi pl nl fr es biz online shop site link live club dev cc ly gd co ai ws pro social chat fun page store");

    /// <summary>Endings that are Danish words too: only with a path, or after www.</summary>
    private static readonly WordList WordEndings = WordList.Of("nu me to is se de at so in it be us so my la sk");

    public static void Find(MaskingText text, AliasKey key, Participants participants, Findings into)
    {
        var all = text.Characters;
        if (all.Contains('@') || all.Contains("(at)", StringComparison.Ordinal) || all.Contains("[at]", StringComparison.Ordinal) || all.Contains("snabel", StringComparison.Ordinal)) Ats(text, key, participants, into);
        if (all.Contains('.') || all.Contains("://", StringComparison.Ordinal)) Links(text, into);
        if (all.Contains('.') && text.Groups.Count >= 4) Machines(text, into);
        Wallets(text, into);
    }

    private static void Ats(MaskingText text, AliasKey key, Participants participants, Findings into)
    {
        var all = text.Characters;
        for (var i = 0; i < all.Length; i++)
        {
            var width = SignAt(all, i);
            if (width == 0) continue;
            if (Mail(all, i, i + width) is { } mail) into.Add(MaskKind.Mail, text.ToRaw(mail.Start, mail.End), "[MAIL]");
            else if (width == 1 && Handle(all, i) is { } end)
            {
                into.Add(MaskKind.Handle, text.ToRaw(i, end), key.Alias(participants.OfHandle(all[(i + 1)..end])));
            }
        }
    }

    private static int SignAt(ReadOnlySpan<char> all, int i)
    {
        if (all[i] == '@') return 1;
        var rest = all[i..];
        if (rest.StartsWith("(at)") || rest.StartsWith("[at]")) return 4;
        if (!rest.StartsWith("snabel") || (i > 0 && char.IsLetterOrDigit(all[i - 1]))) return 0;
        return rest.StartsWith("snabela ") ? 7 : rest.StartsWith("snabel-a") || rest.StartsWith("snabel a") ? 8 : 0;
    }

    private static (int Start, int End)? Mail(ReadOnlySpan<char> all, int sign, int after)
    {
        var written = after - sign > 1;
        var start = sign;
        if (start > 0 && all[start - 1] == ' ' && (written || after < all.Length && all[after] == ' ')) start--;
        var last = start;
        while (start > 0 && last - start < LongestLocal && (char.IsLetterOrDigit(all[start - 1]) || all[start - 1] is '.' or '_' or '%' or '+' or '-')) start--;
        if (start == last) return null;
        var at = after < all.Length && all[after] == ' ' ? after + 1 : after;
        var end = Domain(all, at);
        return end < 0 ? null : (start, end);
    }

    /// <summary>The end of a domain with at least one dot, also one that is written out; -1 when there is none.</summary>
    private static int Domain(ReadOnlySpan<char> all, int at)
    {
        var (i, labels) = (at, 0);
        while (true)
        {
            var label = i;
            while (i < all.Length && (char.IsLetterOrDigit(all[i]) || all[i] == '-')) i++;
            if (i == label) return labels > 1 ? label - 1 : -1;
            labels++;
            var dot = DotAt(all, i);
            if (dot == 0) return labels > 1 && i - label >= 2 ? i : -1;
            if (i + dot >= all.Length || !char.IsLetterOrDigit(all[i + dot])) return labels > 1 ? i : -1;
            i += dot;
        }
    }

    private static int DotAt(ReadOnlySpan<char> all, int i)
    {
        if (i >= all.Length) return 0;
        if (all[i] == '.') return 1;
        var rest = all[i..];
        foreach (var dot in (ReadOnlySpan<string>)["(dot)", "[dot]", "(punktum)", "[punktum]", " punktum ", " dot ", " prik ", "(prik)"])
        {
            if (rest.StartsWith(dot)) return dot.Length;
        }
        return 0;
    }

    private static int? Handle(ReadOnlySpan<char> all, int sign)
    {
        if (sign > 0 && char.IsLetterOrDigit(all[sign - 1])) return null;
        var end = sign + 1;
        while (end < all.Length && end - sign <= 32 && (char.IsLetterOrDigit(all[end]) || all[end] is '_' or '.')) end++;
        while (end > sign && all[end - 1] == '.') end--;
        var name = all[(sign + 1)..end];
        return name.Length < 3 || name is "everyone" or "here" or "alle" or "all" or "channel" ? null : end;
    }

    private static void Links(MaskingText text, Findings into)
    {
        var all = text.Characters;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i] != '.' && !(all[i] == ':' && all[i..].StartsWith("://"))) continue;
            if (Link(all, i) is not { } link) continue;
            into.Add(MaskKind.Link, text.ToRaw(link.Start, link.End), LinkMask(all[link.Host..link.HostEnd]));
            i = link.End - 1;
        }
    }

    private static (int Start, int Host, int HostEnd, int End)? Link(ReadOnlySpan<char> all, int sign)
    {
        var start = sign;
        while (start > 0 && sign - start < 253 && (char.IsLetterOrDigit(all[start - 1]) || all[start - 1] == '-')) start--;
        if (start == sign) return null;
        var scheme = all[sign] == ':';
        var host = scheme ? sign + 3 : start;
        if (!scheme && start > 0 && all[start - 1] is '@' or '.') return null;
        if (scheme)
        {
            // A name and password before the host are not part of it.
            var stop = all[host..].IndexOfAny(' ', '/');
            var at = all.Slice(host, stop < 0 ? all.Length - host : stop).LastIndexOf('@');
            if (at >= 0) host += at + 1;
        }
        var hostEnd = host;
        while (hostEnd < all.Length && (char.IsLetterOrDigit(all[hostEnd]) || all[hostEnd] is '.' or '-')) hostEnd++;
        while (hostEnd > host && all[hostEnd - 1] is '.' or '-') hostEnd--;
        var end = hostEnd;
        if (end < all.Length && all[end] is '/' or '?' or '#' or ':' && (scheme || end + 1 < all.Length && all[end + 1] is not ' '))
        {
            while (end < all.Length && all[end] is not (' ' or '<' or '>' or '"')) end++;
            while (end > hostEnd && all[end - 1] is '.' or ',' or ')' or '!' or '?' or ';' or ':' or ']' or '\'') end--;
        }
        return scheme || IsDomain(all[host..hostEnd], end > hostEnd) ? (start, host, hostEnd, end) : null;
    }

    private static bool IsDomain(ReadOnlySpan<char> host, bool hasPath)
    {
        var dot = host.LastIndexOf('.');
        if (dot <= 0) return false;
        var ending = host[(dot + 1)..];
        if (Endings.Lookup.Contains(ending)) return true;
        return WordEndings.Lookup.Contains(ending) && (hasPath || host.StartsWith("www."));
    }

    /// <summary>The domain stays, unless it holds a number that could be somebody's.</summary>
    private static string LinkMask(ReadOnlySpan<char> host)
    {
        var run = 0;
        foreach (var c in host)
        {
            run = char.IsAsciiDigit(c) ? run + 1 : c is '-' or '.' ? run : 0;
            if (run >= 6) return "[LINK]";
        }
        if (host.StartsWith("www.")) host = host[4..];
        return host.Contains('.') ? $"[LINK {host}]" : "[LINK]";
    }

    private static void Machines(MaskingText text, Findings into)
    {
        for (var i = 0; i + 3 < text.Groups.Count; i++)
        {
            var fits = true;
            for (var k = i; k < i + 4 && fits; k++)
            {
                fits = text.Groups[k].Length <= 3 && int.Parse(text.Of(text.Groups[k]), NumberStyles.None, null) <= 255
                    && (k == i || text.Slice(text.Groups[k - 1].End, text.Groups[k].Start) is ".");
            }
            // Four numbers of two digits are a telephone; an address of a machine has a number of three somewhere, or begins with 10.
            if (!fits || !HasThree(text, i)) continue;
            into.Add(MaskKind.Ip, text.ToRaw(text.Groups[i].Start, text.Groups[i + 3].End), "[IP]");
            i += 3;
        }
    }

    private static bool HasThree(MaskingText text, int i)
    {
        for (var k = i; k < i + 4; k++)
        {
            if (text.Groups[k].Length == 3) return true;
        }
        return text.Of(text.Groups[i]) is "10";
    }

    private static void Wallets(MaskingText text, Findings into)
    {
        foreach (var word in text.Words)
        {
            if (word.End - word.Start is < 26 or > 90) continue;
            var token = text.Of(word);
            var digits = 0;
            foreach (var c in token) digits += char.IsAsciiDigit(c) ? 1 : 0;
            var ether = token.StartsWith("0x") && token.Length == 42;
            var bitcoin = token.StartsWith("bc1") || (token[0] is '1' or '3' && token.Length is >= 26 and <= 35 && digits >= 3 && digits < token.Length - 8);
            if (ether || bitcoin) into.Add(MaskKind.Wallet, text.ToRaw(word.Start, word.End), "[KRYPTO]");
        }
    }
}
