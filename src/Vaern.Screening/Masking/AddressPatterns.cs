namespace Vaern.Screening.Masking;

/// <summary>Streets with a number, with floor, postal code and town behind them. A street without a number masks nothing.</summary>
internal static class AddressPatterns
{
    /// <summary>Endings that are streets whatever their first letter.</summary>
    private static readonly string[] Strong = ["vej", "vejen", "gade", "gaden", "alle", "alleen", "straede", "straedet", "vaenge", "vaenget", "boulevard", "boulevarden", "toften", "svinget"];

    /// <summary>Endings of ordinary words too: these need a capital.</summary>
    private static readonly string[] Weak =
        ["parken", "park", "torv", "torvet", "plads", "pladsen", "bakke", "bakken", "have", "haven", "stien", "sti", "vang", "vangen", "krogen", "lunden", "kaj", "kajen", "dalen", "engen", "marken", "gaarden", "hoejen", "aasen", "skrænten", "skraenten", "ageren", "kaeret", "broen", "bro"];

    private static readonly WordList NotStreets = WordList.Of("undervejs genvej genveje omvej udvej arbejdsplads parkeringsplads legeplads tinglysning hverdage opgave opgaven udgave udgaven gave gaven begave alle valle balle skalle kalle palle ralle malle vej gade side bygade indgang udgang");

    private static readonly WordList StreetBeginnings = WordList.Of("gammel gamle gl store lille ny nye noerre soendre soender sdr ndr oester vester oevre nedre sankt skt hoeje lave lange korte brede smalle");

    private static readonly WordList Towns = WordList.Of(
        "koebenhavn kbh frederiksberg aarhus odense aalborg esbjerg randers kolding horsens vejle roskilde herning silkeborg naestved fredericia viborg koege holstebro taastrup slagelse hilleroed soenderborg svendborg "
        + "hjoerring holbaek frederikshavn noerresundby ringsted haderslev skive oelstykke nykoebing greve kalundborg skanderborg nyborg lyngby ikast aabenraa birkeroed glostrup herlev ballerup hvidovre roedovre broendby ishoej albertslund skagen thisted ribe varde toender middelfart grenaa maribo nakskov roenne struer lemvig fjordby klitrup");

    private static readonly Lazy<WordList> Streets = new(() => new WordList(WordList.Lines("streets.txt.gz")));

    public static void Find(MaskingText text, Findings into)
    {
        if (text.Groups.Count == 0) return;
        var last = -10;
        foreach (var group in text.Groups)
        {
            // The last four digits of a longer number are no postal code.
            var alone = group.Start - last > 3;
            last = group.End;
            if (group.Length <= 3 && Street(text, group.Start) is { } start) into.Add(MaskKind.Address, text.ToRaw(start, AfterNumber(text, group.End)), "[ADRESSE]");
            else if (alone && group.Length == 4 && Town(text, group) is { } end) into.Add(MaskKind.Address, text.ToRaw(group.Start, end), "[ADRESSE]");
        }
    }

    /// <summary>Where a street that ends directly before a place begins.</summary>
    private static int? Street(MaskingText text, int number)
    {
        var k = text.WordBefore(number);
        if (k < 0) return null;
        var word = text.Words[k];
        // Letters and digits in one word: eksempelvej12.
        if (word.End > number) word = word with { End = number };
        var gap = text.Slice(word.End, number);
        if (gap is not ("" or " " or ". " or ", "))
        {
            if (text.Of(word) is not "nr" || k == 0) return null;
            word = text.Words[--k];
            if (number - word.End > 6) return null;
        }
        var last = text.Of(word);
        var strong = Ends(last, Strong);
        if (strong > 0 ? strong == last.Length || !NotStreets.Lookup.Contains(last) : word.IsCapital && Ends(last, Weak) > 0 && !NotStreets.Lookup.Contains(last))
        {
            // "på vej 12 minutter": the bare word is a street only with its name before it.
            var alone = strong == last.Length || last.Length < 4;
            if (alone && !word.IsCapital) return null;
            var first = FirstWord(text, k);
            return alone && first == word.Start ? null : first;
        }
        return word.IsCapital ? FromList(text, k) : null;
    }

    /// <summary>Capitalised words before the last one belong to the street: <c>Gammel Prøvesens Vej</c>.</summary>
    private static int FirstWord(MaskingText text, int last)
    {
        var start = text.Words[last].Start;
        for (var k = last - 1; k >= 0 && k >= last - 3; k--)
        {
            var word = text.Words[k];
            if (!word.IsCapital || text.Slice(word.End, start) is not (" " or ". " or "'" or "-")) break;
            // A capital that only begins the sentence may be any word; it belongs to the street when the street needs it.
            if (word.BeginsSentence && k < last - 1) break;
            if (word.BeginsSentence && text.Words[last].IsCapital && !IsAlone(text.Of(text.Words[last])) && !StreetBeginnings.Lookup.Contains(text.Of(word))) break;
            start = word.Start;
        }
        return start;
    }

    private static bool IsAlone(ReadOnlySpan<char> word)
    {
        foreach (var ending in Strong)
        {
            if (word.SequenceEqual(ending)) return true;
        }
        foreach (var ending in Weak)
        {
            if (word.SequenceEqual(ending)) return true;
        }
        return false;
    }

    private static int? FromList(MaskingText text, int last)
    {
        for (var k = Math.Max(0, last - 3); k <= last; k++)
        {
            var word = text.Words[k];
            if (word.IsCapital && Streets.Value.Lookup.Contains(text.Slice(word.Start, text.Words[last].End))) return word.Start;
        }
        return null;
    }

    /// <summary>A letter, the floor, the side, the postal code and the town.</summary>
    private static int AfterNumber(MaskingText text, int end)
    {
        var all = text.Characters;
        if (end < all.Length && char.IsAsciiLetter(all[end]) && (end + 1 == all.Length || !char.IsLetterOrDigit(all[end + 1]))) end++;
        else if (end + 1 < all.Length && all[end] == ' ' && char.IsAsciiLetter(all[end + 1]) && all[end + 1] is not 'i' && (end + 2 == all.Length || !char.IsLetterOrDigit(all[end + 2]))) end += 2;
        for (var k = text.WordBefore(end) + 1; k < text.Words.Count; k++)
        {
            var word = text.Words[k];
            if (text.Slice(end, word.Start).IndexOfAnyExcept(" ,.") >= 0 || word.Start - end > 3) break;
            var token = text.Of(word);
            if (IsFloor(token, text, k)) end = word.End;
            else if (token.Length == 4 && token.IndexOfAnyExceptInRange('0', '9') < 0 && k + 1 < text.Words.Count && (text.Words[k + 1].IsCapital || Towns.Lookup.Contains(text.Of(text.Words[k + 1]))))
            {
                return AfterTown(text, k + 1);
            }
            else break;
        }
        return end;
    }

    private static bool IsFloor(ReadOnlySpan<char> token, MaskingText text, int k)
    {
        if (token is "st" or "stuen" or "sal" or "tv" or "th" or "mf") return true;
        if (token.Length > 2 || token.IndexOfAnyExceptInRange('0', '9') >= 0 || k + 1 >= text.Words.Count) return false;
        return text.Of(text.Words[k + 1]) is "sal" or "tv" or "th" or "mf" && text.Words[k + 1].Start - text.Words[k].End <= 3;
    }

    private static int AfterTown(MaskingText text, int k)
    {
        var end = text.Words[k].End;
        if (k + 1 < text.Words.Count && text.Words[k + 1].Start == end + 1 && text.Of(text.Words[k + 1]) is "k" or "s" or "n" or "v" or "oe" or "nv" or "sv" or "c" or "sv") return text.Words[k + 1].End;
        return end;
    }

    private static int? Town(MaskingText text, MaskingText.DigitGroup code)
    {
        var k = text.WordBefore(code.End) + 1;
        if (k >= text.Words.Count || text.Words[k].Start != code.End + 1 || text.Slice(code.Start, code.Start + 2) is "19" || text.Characters[code.Start] == '0') return null;
        var town = text.Words[k];
        var isYear = text.Slice(code.Start, code.Start + 2) is "20" && !text.Of(town).SequenceEqual("frederiksberg");
        return !isYear && Towns.Lookup.Contains(text.Of(town)) ? AfterTown(text, k) : null;
    }

    private static int Ends(ReadOnlySpan<char> word, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (word.EndsWith(ending)) return ending.Length;
        }
        return 0;
    }
}
