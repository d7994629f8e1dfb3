namespace Vaern.Screening.Masking;

/// <summary>
/// Names, in this order: persons of the import, words that frame a name, names of the country. A genitive <c>-s</c> stays outside
/// the mask, so that the sentence can still be read.
/// </summary>
internal static class NamePatterns
{
    private static readonly WordList Frames = WordList.Of("hedder kaldes hedde");
    private static readonly WordList Kin = WordList.Of(
        "veninde ven kaereste søster soester bror fætter faetter kusine klassekammerat lærer laerer pædagog paedagog dreng pige kammerat eks nabo tante onkel datter søn soen makker rektor traener kollega lillebror lillesoester storebror storesoester");

    private static readonly WordList NotPersons = WordList.Of("pigen pigerne drengen drengene alle hende ham dem ham en nogen ingen eleven eleverne klassen laereren laererne billedet billeder beskeden video videoen folk mange flere alt noget en to tre begge hun han dem de bogen turen");
    private static readonly WordList Owners = WordList.Of("min mit mine din dit dine hans hendes vores jeres deres");
    private static readonly WordList ShortNames = WordList.Of("ida mia pia eva ole amy leo");
    private static readonly WordList Titles = WordList.Of("hr fru frk froeken");
    private static readonly WordList NeverNames = WordList.Of("jeg du han hun vi jer dem det den der som og men ikke at er var har en et i paa til fra med for om hvis fordi naar skal kan vil maa danmark dansk facebook instagram snapchat telegram discord tiktok google youtube gud allah");

    public static void Find(MaskingText text, AliasKey key, Participants participants, WordList allowed, Findings into)
    {
        var words = text.Words;
        for (var i = 0; i < words.Count; i++)
        {
            var next = OfImport(text, i, key, participants, into);
            if (next == i && !allowed.Lookup.Contains(text.Of(words[i])) && !IsAlias(text, i)) next = OfCountry(text, i, key, into);
            if (next > i) i = next - 1;
        }
    }

    private static int OfImport(MaskingText text, int i, AliasKey key, Participants participants, Findings into)
    {
        var word = text.Words[i];
        var written = text.Of(word);
        if (!participants.TryFind(written, out var all) && !(written.Length > 3 && written[^1] == 's' && participants.TryFind(written[..^1], out all))) return i;
        foreach (var one in all)
        {
            if (one.NeedsCapital && !word.IsCapital) continue;
            if (Matches(text, i, one.Rest) is not { } last) continue;
            Mask(text, word.Start, last, one.Rest.Length > 0 ? one.Rest[^1] : null, one.Rest.Length == 0 && !participants.TryFind(written, out _), key.Alias(one.Person), into);
            return text.WordBefore(last) + 1;
        }
        return i;
    }

    /// <summary>The end of the name when the following words are the rest of it, the last of them perhaps in the genitive.</summary>
    private static int? Matches(MaskingText text, int i, string[] rest)
    {
        var end = text.Words[i].End;
        for (var k = 0; k < rest.Length; k++)
        {
            if (i + k + 1 >= text.Words.Count) return null;
            var word = text.Words[i + k + 1];
            if (word.Start - end is < 1 or > 2) return null;
            var written = text.Of(word);
            var last = k == rest.Length - 1;
            if (!written.SequenceEqual(rest[k]) && !(last && written.Length == rest[k].Length + 1 && written[^1] == 's' && written.StartsWith(rest[k]))) return null;
            end = word.End;
        }
        return end;
    }

    private static void Mask(MaskingText text, int start, int end, string? lastWord, bool genitive, string alias, Findings into)
    {
        var last = text.Words[text.WordBefore(end)];
        if (genitive || (lastWord is not null && text.Of(last).Length == lastWord.Length + 1)) end--;
        into.Add(MaskKind.Name, text.ToRaw(start, end), alias);
    }

    private static int OfCountry(MaskingText text, int i, AliasKey key, Findings into)
    {
        var word = text.Words[i];
        var written = text.Of(word);
        if (written.Length < 2 || !char.IsLetter(written[0]) || NeverNames.Lookup.Contains(written)) return i;
        var (mark, length) = NameMark(written);
        var follows = word.IsCapital && SurnameFollows(text, i);
        var isName = IsFramed(text, i, mark)
            || (mark != NameLists.Mark.None && word.IsCapital && (mark.HasFlag(NameLists.Mark.Ordinary) ? follows : !text.Words[i].BeginsSentence || follows || length >= 3))
            || (!word.IsCapital && mark.HasFlag(NameLists.Mark.Frequent) && !mark.HasFlag(NameLists.Mark.Ordinary) && (length >= 4 || ShortNames.Lookup.Contains(written[..length])))
            || (mark.HasFlag(NameLists.Mark.Ordinary) && word.IsCapital && !word.BeginsSentence && mark.HasFlag(NameLists.Mark.Frequent) && length >= 3 && !IsShouted(text, i));
        if (!isName) return i;
        var (last, end) = Whole(text, i, mark == NameLists.Mark.None ? written.Length : length);
        into.Add(MaskKind.Name, text.ToRaw(word.Start, end), key.Alias($"name:{text.Slice(word.Start, end)}"));
        return last + 1;
    }

    /// <summary>What the list says of a word, or of the word without its genitive.</summary>
    private static (NameLists.Mark Mark, int Length) NameMark(ReadOnlySpan<char> word)
    {
        var mark = NameLists.FirstName(word);
        if (mark.HasFlag(NameLists.Mark.Frequent) || word.Length < 4 || word[^1] != 's') return (mark, word.Length);
        // Annas is a rare name of its own, and far more often what belongs to Anna.
        var owner = NameLists.FirstName(word[..^1]);
        return owner == NameLists.Mark.None ? (mark, word.Length) : (owner, word.Length - 1);
    }

    private static bool IsFramed(MaskingText text, int i, NameLists.Mark mark)
    {
        var word = text.Words[i];
        if (i > 0 && word.Start - text.Words[i - 1].End is 1 or 2 && !word.BeginsSentence)
        {
            var before = text.Of(text.Words[i - 1]);
            if ((word.IsCapital || mark != NameLists.Mark.None) && Frames.Lookup.Contains(before)) return true;
            if (word.IsCapital && Titles.Lookup.Contains(before)) return true;
            if ((word.IsCapital || (mark != NameLists.Mark.None && !mark.HasFlag(NameLists.Mark.Ordinary))) && Kin.Lookup.Contains(before) && i > 1 && Owners.Lookup.Contains(text.Of(text.Words[i - 2]))) return true;
        }
        else if (i > 0 && word.IsCapital && Titles.Lookup.Contains(text.Of(text.Words[i - 1])) && text.Slice(text.Words[i - 1].End, word.Start) is ". ") return true;
        if (!word.IsCapital || (mark == NameLists.Mark.None && text.Of(word).Length < 3)) return false;
        return !NotPersons.Lookup.Contains(text.Of(word)) && i + 2 < text.Words.Count && text.Of(text.Words[i + 1]) is "fra" && IsClass(text, i + 2);
    }

    /// <summary><c>8.b</c>, <c>8b</c>, <c>8 b</c>.</summary>
    private static bool IsClass(MaskingText text, int i)
    {
        var word = text.Of(text.Words[i]);
        if (word.Length is < 1 or > 3 || !char.IsAsciiDigit(word[0])) return false;
        if (char.IsAsciiLetterLower(word[^1])) return true;
        return i + 1 < text.Words.Count && text.Words[i + 1].End - text.Words[i + 1].Start == 1 && char.IsAsciiLetter(text.Characters[text.Words[i + 1].Start]) && text.Words[i + 1].Start - text.Words[i].End <= 2;
    }

    private static bool SurnameFollows(MaskingText text, int i)
    {
        if (i + 1 >= text.Words.Count) return false;
        var next = text.Words[i + 1];
        if (!next.IsCapital || next.Start - text.Words[i].End is < 1 or > 2 || next.BeginsSentence) return false;
        var written = text.Of(next);
        return (written.Length == 1 && next.End < text.Length && text.Characters[next.End] == '.') || NameLists.IsSurname(written) || (written[^1] == 's' && NameLists.IsSurname(written[..^1]));
    }

    /// <summary>First name with middle names, initials and surname.</summary>
    private static (int Last, int End) Whole(MaskingText text, int i, int length)
    {
        var (last, end) = (i, text.Words[i].Start + length);
        if (length < text.Words[i].End - text.Words[i].Start) return (last, end);
        for (var k = i + 1; k < text.Words.Count && k <= i + 3; k++)
        {
            var word = text.Words[k];
            var gap = text.Slice(text.Words[k - 1].End, word.Start);
            if (!word.IsCapital || gap is not (" " or "-" or ". ")) break;
            if (gap is ". " && text.Words[k - 1].End - text.Words[k - 1].Start > 1) break;
            var written = text.Of(word);
            var initial = written.Length == 1 && word.End < text.Length && text.Characters[word.End] == '.';
            var genitive = written.Length > 4 && written[^1] == 's' && !NameLists.IsSurname(written) && NameLists.IsSurname(written[..^1]);
            if (!initial && !genitive && !NameLists.IsSurname(written) && NameLists.FirstName(written) is NameLists.Mark.None) break;
            (last, end) = (k, genitive ? word.End - 1 : word.End);
        }
        return (last, end);
    }

    /// <summary>In a text in capitals a capital says nothing.</summary>
    private static bool IsShouted(MaskingText text, int i)
    {
        var capitals = 0;
        for (var k = Math.Max(0, i - 2); k < Math.Min(text.Words.Count, i + 3); k++) capitals += text.Words[k].IsCapital ? 1 : 0;
        return capitals > 2;
    }

    private static bool IsAlias(MaskingText text, int i) => text.Of(text.Words[i]) is "person" && text.Words[i].End < text.Length && text.Characters[text.Words[i].End] == '-';
}
