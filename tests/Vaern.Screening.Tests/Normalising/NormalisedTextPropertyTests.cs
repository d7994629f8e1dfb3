using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Tests.Normalising;

public sealed class NormalisedTextPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(4000);

    private static readonly string[] Awkward =
    [
        "\u200B", "\u200D", "\uFE0F", "\u0301", "\u030A", "\u0327", "å", "Å", "\u212B", "ø", "æ", "Ǿ", "ß", "ẞ", "İ", "ı", "\uFB2C", "\u0958", "\uD801", "\uDC00", "\uD834\uDD60",
        "👨‍👩‍👧", "👊🏽", "🇩🇰", "\r", "\n", " ", "\u00A0", "\u00AD", "k o m n u", "aaaa", "l33t", "а", "Ν", "Ω", "ｗ", "𝘀", "가", "\u1100\u1161\u11A8", "\u0000", "\uFFFF", "@", "$", "1", "4", "ǰ", "J\u030C", "\u0345", "ΐ",
    ];

    private static readonly Arbitrary<string> AnyText = (
        from parts in Gen.OneOf(Gen.Elements(Awkward), Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString()), Gen.Choose('a', 'z').Select(c => ((char)c).ToString())).ArrayOf()
        select string.Concat(parts)).ToArbitrary();

    private static readonly TextView[] AllViews = Enum.GetValues<TextView>();

    [Fact]
    public void The_whole_of_a_view_is_the_whole_text() => Holds(text =>
        AllViews.All(view => text.ToRaw(view, 0, text[view].Length) == new TextSpan(0, text.Raw.Length)));

    [Fact]
    public void Starts_never_decrease() => Holds(text => AllViews.All(view =>
        Enumerable.Range(1, Math.Max(0, text[view].Length - 1)).All(i => text.RawStart(view, i) >= text.RawStart(view, i - 1))));

    [Fact]
    public void The_base_of_the_base_is_the_base() => Holds(text =>
    {
        var once = text[TextView.Base].ToString();
        return NormalisedText.Of(once)[TextView.Base].ToString() == once;
    });

    [Fact]
    public void No_view_is_longer_than_twice_the_text_and_eight() => Holds(text => AllViews.All(view => text[view].Length <= (text.Raw.Length * 2) + 8));

    [Fact]
    public void Every_stretch_lies_in_the_text_on_edges_that_a_person_sees() => Holds(text =>
    {
        var edges = new HashSet<int>(StringInfo.ParseCombiningCharacters(text.Raw)) { text.Raw.Length };
        return AllViews.All(view =>
        {
            var length = text[view].Length;
            return Enumerable.Range(0, Math.Min(length, 40)).All(start => Enumerable.Range(1, Math.Min(length - start, 12)).All(width =>
            {
                var span = text.ToRaw(view, start, width);
                return span.Start >= 0 && span.Length > 0 && span.End <= text.Raw.Length && edges.Contains(span.Start) && edges.Contains(span.End);
            }));
        });
    });

    [Fact]
    public void Folding_and_lower_casing_may_change_places() => Check.One(Many, Prop.ForAll(AnyText, raw =>
        DanishFolding.Fold(Lower(raw)) == Lower(DanishFolding.Fold(raw))));

    [Fact]
    public void No_view_holds_half_a_surrogate_pair() => Holds(text => AllViews.All(view => IsWellFormed(text[view])));

    [Theory]
    [InlineData("\u200B", 1_000_000)]
    [InlineData("\u0301", 1_000_000)]
    [InlineData("\u0301\u0327", 500_000)]
    [InlineData("a ", 500_000)]
    [InlineData("a  ", 300_000)]
    [InlineData("4", 1_000_000)]
    [InlineData("\uD800", 1_000_000)]
    [InlineData("👨\u200D", 300_000)]
    [InlineData("\r\n", 500_000)]
    public void The_worst_case_stays_linear(string part, int times)
    {
        // Quadratic work on a million characters takes minutes.
        var text = NormalisedText.Of("å" + new StringBuilder().Insert(0, part, times));
        foreach (var view in AllViews) text.ToRaw(view, 0, text[view].Length).Length.ShouldBe(text.Raw.Length);
    }

    private static string Lower(string text) => string.Create(text.Length, text, static (into, from) =>
    {
        for (var i = 0; i < from.Length; i++) into[i] = BaseView.Lower(from[i]);
    });

    private static bool IsWellFormed(ReadOnlySpan<char> view)
    {
        for (var i = 0; i < view.Length; i++)
        {
            if (!char.IsSurrogate(view[i])) continue;
            if (i + 1 >= view.Length || !char.IsSurrogatePair(view[i], view[i + 1])) return false;
            i++;
        }
        return true;
    }

    private static void Holds(Func<NormalisedText, bool> property)
    {
        var text = new NormalisedText();
        Check.One(Many, Prop.ForAll(AnyText, raw =>
        {
            text.Read(raw);
            return property(text);
        }));
    }
}
