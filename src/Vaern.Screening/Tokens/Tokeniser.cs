using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Vaern.Screening.Tokens;

/// <summary>Cuts a view into words, numbers and emoji, in one pass. Sentences end at <c>. ! ? …</c> and line ends; emoji belong to the sentence before.</summary>
internal static class Tokeniser
{
    public static void Run(ReadOnlySpan<char> view, TokenList tokens)
    {
        tokens.Clear();
        var sentence = 0;
        var newSentence = false;
        var quoteOpen = -1;
        var at = 0;
        while (at < view.Length)
        {
            var letter = view[at];
            if (char.IsLetter(letter))
            {
                var end = EndOfWord(view, at);
                Add(tokens, at, end, Marks.None, ref sentence, ref newSentence);
                at = end;
            }
            else if (char.IsDigit(letter))
            {
                var end = EndOfNumber(view, at, out var clock);
                Add(tokens, at, end, Marks.Number | (clock ? Marks.Clock : Marks.None), ref sentence, ref newSentence);
                at = end;
            }
            else if (letter is '@' or '#' && at + 1 < view.Length && (char.IsLetter(view[at + 1]) || view[at + 1] == '_'))
            {
                var end = EndOfHandle(view, at + 1, letter == '@');
                Add(tokens, at + 1, end, letter == '@' ? Marks.Handle : Marks.Hashtag, ref sentence, ref newSentence);
                at = end;
            }
            else if (EmojiLength(view, at) is var emoji and > 0)
            {
                tokens.Add(new() { Start = at, End = at + emoji, Sentence = sentence, Marks = Marks.Emoji });
                at += emoji;
                while (at < view.Length && IsEmojiTail(view, at, out var tail))
                {
                    at += tail;
                }
            }
            else
            {
                Punctuation(view, at, tokens, ref newSentence, ref quoteOpen);
                at++;
            }
        }
    }

    private static void Punctuation(ReadOnlySpan<char> view, int at, TokenList tokens, ref bool newSentence, ref int quoteOpen)
    {
        switch (view[at])
        {
            case '.' when tokens.Count > 0 && tokens.IsAbbreviation(view, at):
                break;
            case '.' or '!' or '…' or '\n' or '\r':
                newSentence = tokens.Count > 0;
                break;
            case '?':
                newSentence = tokens.Count > 0;
                tokens.MarkLast(Marks.Question);
                break;
            case '"' or '“' or '”' or '„' or '»' or '«' or '‟' or '›' or '‹':
                if (quoteOpen < 0)
                {
                    quoteOpen = tokens.Count;
                }
                else
                {
                    tokens.MarkFrom(quoteOpen, Marks.Quoted);
                    quoteOpen = -1;
                }
                break;
        }
    }

    private static void Add(TokenList tokens, int start, int end, Marks marks, ref int sentence, ref bool newSentence)
    {
        if (newSentence)
        {
            sentence++;
            newSentence = false;
        }
        tokens.Add(new() { Start = start, End = end, Sentence = sentence, Marks = marks });
    }

    private static int EndOfWord(ReadOnlySpan<char> view, int at)
    {
        while (at < view.Length && (char.IsLetter(view[at]) || IsMark(view[at]) || (view[at] is '\'' or '’' && at + 1 < view.Length && char.IsLetter(view[at + 1]))))
        {
            at++;
        }
        return at;
    }

    private static bool IsMark(char letter) => letter >= '\u0300' && CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;

    private static int EndOfNumber(ReadOnlySpan<char> view, int at, out bool clock)
    {
        clock = false;
        var begin = at;
        while (at < view.Length && (char.IsDigit(view[at]) || (view[at] is '.' or ',' or ':' && at + 1 < view.Length && char.IsDigit(view[at + 1]))))
        {
            clock |= view[at] == ':' || (view[at] == '.' && at - begin <= 2 && at - begin > 0 && IsMinute(view, at + 1));
            at++;
        }
        return at;
    }

    private static bool IsMinute(ReadOnlySpan<char> view, int at) =>
        at + 1 < view.Length && view[at] is >= '0' and <= '5' && char.IsDigit(view[at + 1]) && (at + 2 >= view.Length || (!char.IsDigit(view[at + 2]) && view[at + 2] is not '.' and not ','));

    private static int EndOfHandle(ReadOnlySpan<char> view, int at, bool dots)
    {
        while (at < view.Length && (char.IsLetterOrDigit(view[at]) || view[at] == '_' || (dots && view[at] == '.' && at + 1 < view.Length && char.IsLetterOrDigit(view[at + 1]))))
        {
            at++;
        }
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EmojiLength(ReadOnlySpan<char> view, int at)
    {
        var letter = view[at];
        if (letter < '\u2190')
        {
            return 0;
        }
        if (char.IsHighSurrogate(letter))
        {
            return at + 1 < view.Length && char.IsLowSurrogate(view[at + 1]) && Rune.GetUnicodeCategory(new Rune(letter, view[at + 1])) == UnicodeCategory.OtherSymbol ? 2 : 0;
        }
        return letter is >= '\u2190' and <= '\u2BFF' && CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.OtherSymbol ? 1 : 0;
    }

    private static bool IsEmojiTail(ReadOnlySpan<char> view, int at, out int length)
    {
        length = 1;
        if (view[at] is '\uFE0F' or '\uFE0E' or '\u200D')
        {
            return true;
        }
        length = 2;
        return view[at] == '\uD83C' && at + 1 < view.Length && view[at + 1] is >= '\uDFFB' and <= '\uDFFF';
    }
}
