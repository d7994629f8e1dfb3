using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Vaern.App.Intake;
using Xunit;

namespace Vaern.App.Tests.Intake;

public sealed partial class ReceiptWordListTests
{
    private static readonly string Text = Read();
    private static readonly string[] Words = Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void There_are_2048_words_so_that_six_of_them_carry_66_bits()
    {
        Words.Length.ShouldBe(2048);
        Words.Distinct(StringComparer.Ordinal).Count().ShouldBe(2048);
    }

    [Fact]
    public void Each_word_has_three_to_eight_small_Danish_letters() =>
        Words.Where(word => !ThreeToEightLetters().IsMatch(word)).ShouldBeEmpty();

    [Fact]
    public void The_words_are_composed_characters_in_Danish_order_one_a_line()
    {
        Text.IsNormalized(NormalizationForm.FormC).ShouldBeTrue();
        Text.ShouldBe(string.Join('\n', Words) + "\n");
        Words.ShouldBe(Words.OrderBy(DanishOrder, StringComparer.Ordinal));
    }

    [Fact]
    public void The_first_four_letters_tell_one_word_from_every_other() =>
        Words.GroupBy(word => word[..Math.Min(4, word.Length)]).Where(group => group.Count() > 1).Select(group => string.Join('/', group)).ShouldBeEmpty();

    [Fact]
    public void One_slip_of_the_finger_never_turns_one_word_into_another() => OneEditApart(Words).ShouldBeEmpty();

    [Fact]
    public void Nor_does_it_when_the_Danish_letters_are_typed_as_two() => OneEditApart([.. Words.Select(Folded)]).ShouldBeEmpty();

    [Fact]
    public void Silent_and_double_letters_never_decide_which_word_it_is() =>
        Words.GroupBy(Sound).Where(group => group.Count() > 1).Select(group => string.Join('/', group)).ShouldBeEmpty();

    [Theory]
    [InlineData("havre")]
    [InlineData("lygte")]
    [InlineData("måge")]
    [InlineData("kanel")]
    [InlineData("kompas")]
    [InlineData("vinter")]
    public void The_words_of_the_printed_example_are_in_the_list(string word) => Words.ShouldContain(word);

    [Fact]
    public void Every_word_is_understood_however_it_is_typed()
    {
        for (var i = 0; i < Words.Length; i += ReceiptWords.Count)
        {
            var six = Enumerable.Range(i, ReceiptWords.Count).Select(at => Words[at % Words.Length]).ToArray();
            var canonical = string.Join(' ', six);

            Parsed(canonical).ShouldBe(canonical);
            Parsed(string.Join(" · ", six.Select(Folded)).ToUpperInvariant()).ShouldBe(canonical);
            Parsed(string.Join(".", six).Normalize(NormalizationForm.FormD)).ShouldBe(canonical);
        }
    }

    private static string? Parsed(string typed) => ReceiptWords.Parse(typed).TryGet(out var words, out var error) ? words : error.Code;

    private static string Folded(string word) => word.Replace("æ", "ae", StringComparison.Ordinal)
        .Replace("ø", "oe", StringComparison.Ordinal).Replace("å", "aa", StringComparison.Ordinal);

    private static string DanishOrder(string word) => word.Replace('æ', '{').Replace('ø', '|').Replace('å', '}');

    // What a listener cannot hear in Danish: silent h and d, doubled consonants, c/k, z/s, w/v, æ/e.
    private static string Sound(string word)
    {
        foreach (var (written, heard) in new[] { ("hv", "v"), ("hj", "j"), ("gj", "j"), ("nd", "n"), ("ld", "l"), ("rd", "r"), ("c", "k"), ("z", "s"), ("w", "v"), ("x", "ks"), ("æ", "e") })
        {
            word = word.Replace(written, heard, StringComparison.Ordinal);
        }

        return Doubled().Replace(word, "$1");
    }

    // Two words are at most one edit apart exactly when deleting at most one letter from each can make them equal.
    private static List<string> OneEditApart(string[] words)
    {
        var shortened = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            foreach (var form in Enumerable.Range(0, word.Length).Select(at => word.Remove(at, 1)).Append(word).Distinct(StringComparer.Ordinal))
            {
                (shortened.TryGetValue(form, out var sharing) ? sharing : shortened[form] = []).Add(word);
            }
        }

        return [.. shortened.Values.SelectMany(sharing => sharing.SelectMany((a, i) => sharing.Skip(i + 1).Where(b => WithinOneEdit(a, b)).Select(b => $"{a}/{b}"))).Distinct(StringComparer.Ordinal)];
    }

    private static bool WithinOneEdit(string a, string b)
    {
        var (small, large) = a.Length <= b.Length ? (a, b) : (b, a);
        var same = 0;
        while (same < small.Length && small[same] == large[same])
        {
            same++;
        }

        return small.Length == large.Length ? small[Math.Min(same + 1, small.Length)..] == large[Math.Min(same + 1, large.Length)..]
            : large.Length - small.Length == 1 && small[same..] == large[(same + 1)..];
    }

    private static string Read()
    {
        using var stream = typeof(ReceiptWords).Assembly.GetManifestResourceStream("Vaern.App.Intake.Words.receipt-words.txt").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("^[a-zæøå]{3,8}$")]
    private static partial Regex ThreeToEightLetters();

    [GeneratedRegex(@"(.)\1")]
    private static partial Regex Doubled();
}
