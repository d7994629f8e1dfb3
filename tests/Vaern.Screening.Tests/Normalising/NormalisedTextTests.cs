using Vaern.Screening.Normalising;

namespace Vaern.Screening.Tests.Normalising;

public sealed class NormalisedTextTests
{
    [Theory]
    [InlineData("Hej  MED\tdig", "hej med dig")]
    [InlineData("h\u200Be\u2060j\uFEFF", "hej")]
    [InlineData("a\u030A", "å")]
    [InlineData("a\u200B\u030A", "å")]
    [InlineData("ÆØÅ É", "æøå é")]
    [InlineData("I i İ ı", "i i i ı")]
    [InlineData("a\u0001b\u2028c", "a b c")]
    [InlineData("sol\u00ADskin", "solskin")]
    public void The_base_view_is_small_composed_and_without_what_is_not_seen(string raw, string read) =>
        NormalisedText.Of(raw)[TextView.Base].ToString().ShouldBe(read);

    [Fact]
    public void Half_a_pair_and_what_is_no_character_read_as_the_replacement_character() =>
        NormalisedText.Of("a\uD83D b\uDC00\uFFFF")[TextView.Base].ToString().ShouldBe("a\uFFFD b\uFFFD\uFFFD");

    [Theory]
    [InlineData("På øen æder vi", "paa oeen aeder vi")]
    [InlineData("Aage og Åge", "aage og aage")]
    [InlineData("café Straße", "cafe strasse")]
    [InlineData("x\u0336y\u0336", "xy")]
    public void The_folded_view_spells_out_the_Danish_letters(string raw, string read) =>
        NormalisedText.Of(raw)[TextView.Folded].ToString().ShouldBe(read);

    [Theory]
    [InlineData(TextView.Squeezed, "neeeej mååååske", "neej maaaaske")]
    [InlineData(TextView.SqueezedOnce, "neeeej mååååske", "nej maaske")]
    [InlineData(TextView.Plain, "vi s\u0435s i m\u043Erg\u0435n", "vi ses i morgen")]
    [InlineData(TextView.Plain, "ｖｉ 𝘀𝗲𝘀 ⓝⓤ", "vi ses nu")]
    [InlineData(TextView.Plain, "Ν\u0395J tak", "nej tak")]
    [InlineData(TextView.Deleet, "v1 s3s t1l f3st3n p4 l0rd4g", "vi ses til festen pa lordag")]
    [InlineData(TextView.DeleetOther, "p4 sko1en i dag", "paa skolen i dag")]
    [InlineData(TextView.Joined, "k o m  n u h e r", "kom nuher")]
    [InlineData(TextView.Joined, "s.t.o.p nu", "stop nu")]
    [InlineData(TextView.Joined, "k 0 m m e r", "kommer")]
    public void An_extra_view_reads_a_disguise(TextView view, string raw, string read)
    {
        var text = NormalisedText.Of(raw);

        text.Differs(view).ShouldBeTrue();
        text[view].ToString().ShouldBe(read);
    }

    [Theory]
    [InlineData(TextView.Deleet, "det koster 1000kr kl14 eller 13.05, 50$ til 3g")]
    [InlineData(TextView.Deleet, "skriv til @signe")]
    [InlineData(TextView.Joined, "i å og ø")]
    [InlineData(TextView.Joined, "1 2 3 4 5")]
    [InlineData(TextView.Squeezed, "hopper 1000 gange!!!")]
    [InlineData(TextView.Plain, "привет сосед")]
    [InlineData(TextView.Plain, "blåbærgrød på øen")]
    public void What_is_no_disguise_has_no_view_of_its_own(TextView view, string raw)
    {
        var text = NormalisedText.Of(raw);

        text.Differs(view).ShouldBeFalse();
        text[view].ToString().ShouldBe(text[TextView.Folded].ToString());
    }

    [Theory]
    [InlineData(TextView.Base, "Vi SES\u200B på", "ses", "SES")]
    [InlineData(TextView.Folded, "nu på skolen", "paa", "på")]
    [InlineData(TextView.Folded, "nu pa\u030A skolen", "paa", "pa\u030A")]
    [InlineData(TextView.SqueezedOnce, "åh neeeej du", "nej", "neeeej")]
    [InlineData(TextView.Joined, "så h j æ l p mig", "hjaelp", "h j æ l p")]
    [InlineData(TextView.Joined, "h-j-æ-l-p", "hjaelp", "h-j-æ-l-p")]
    [InlineData(TextView.Base, "se 👨‍👩‍👧 der", "👩", "👨‍👩‍👧")]
    [InlineData(TextView.Plain, "så 𝘀𝗲𝘀 vi", "ses", "𝘀𝗲𝘀")]
    public void A_stretch_of_a_view_points_at_what_was_written(TextView view, string raw, string found, string written)
    {
        var text = NormalisedText.Of(raw);

        var span = text.ToRaw(view, text[view].IndexOf(found), found.Length);

        raw.Substring(span.Start, span.Length).ShouldBe(written);
    }

    [Fact]
    public void A_text_read_later_leaves_nothing_of_the_one_before()
    {
        var text = NormalisedText.Of("s.t.o.p neeeej d3t");
        text[TextView.Joined].ToString().ShouldContain("stop");

        text.Read("god dag");

        text.Differs(TextView.Joined).ShouldBeFalse();
        text[TextView.Joined].ToString().ShouldBe("god dag");
        text[TextView.Deleet].ToString().ShouldBe("god dag");
    }

    [Fact]
    public void A_text_of_nothing_but_invisible_characters_reads_as_nothing()
    {
        var text = NormalisedText.Of("\u200B\u200C");

        text[TextView.Base].Length.ShouldBe(0);
        text.ToRaw(TextView.Base, 0, 0).ShouldBe(new TextSpan(0, 2));
    }

    [Fact]
    public void After_the_first_texts_nothing_is_allocated()
    {
        var text = NormalisedText.Of(new string('x', 400));
        const string Message = "Vi seees på sko1en i m0rgen, s.t.o.p nu, håber jeg 🔪";
        ReadAll(text, Message);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) ReadAll(text, Message);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData("🔪", "kniv", "weapon", 2)]
    [InlineData("👊🏽", "knytnæve", "fist", 4)]
    [InlineData("❄\uFE0F", "sne", "snow", 1)]
    public void An_emoji_has_a_Danish_name_and_a_class(string raw, string name, string group, int length)
    {
        var found = EmojiNames.At(NormalisedText.Of(raw)[TextView.Base], 0, out var taken)!;

        found.Name.ShouldBe(name);
        found.Class.ShouldBe(group);
        taken.ShouldBe(length);
    }

    private static void ReadAll(NormalisedText text, string message)
    {
        text.Read(message);
        foreach (var view in AllViews) _ = text[view].Length;
    }

    private static readonly TextView[] AllViews = Enum.GetValues<TextView>();
}
