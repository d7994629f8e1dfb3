using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vaern.Screening.Masking;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Tests.Masking;

public sealed class MaskerTests
{
    private readonly AliasKey key = new(new byte[32]);
    private readonly Participants participants = new();

    [Fact]
    public void The_sense_stays_readable()
    {
        participants.Add("user7", "Tilde Prøvesen");
        var masked = Mask("Tilde skal på Eksempelvej 12 i aften, ring 20304050 eller se https://example.org/x?y");

        masked.Text.ShouldBe($"{key.Alias("user7")} skal på [ADRESSE] i aften, ring [TLF] eller se [LINK example.org]");
    }

    [Fact]
    public void A_person_of_the_import_has_one_alias_however_the_name_is_written()
    {
        participants.Add("user7", "Zadie Prøvesen");
        participants.AddHandle("user7", "zadie_p");

        var alias = key.Alias("user7");
        Mask("Zadie Prøvesen, ZADIE, zadies mor, Zadie Proevesens hund og @Zadie_P").Text
            .ShouldBe($"{alias}, {alias}, {alias}s mor, {alias}s hund og {alias}");
    }

    [Fact]
    public void A_first_name_that_two_persons_have_is_neither_of_them()
    {
        participants.Add("user1", "Zadie Prøvesen");
        participants.Add("user2", "Zadie Eksempelsen");

        var text = Mask("Zadie").Text;

        text.ShouldStartWith("Person-");
        text.ShouldNotBe(key.Alias("user1"));
        text.ShouldNotBe(key.Alias("user2"));
    }

    [Fact]
    public void A_name_that_is_a_word_needs_its_capital()
    {
        participants.Add("user1", "Storm");

        Mask("der er storm i dag, Storm").Text.ShouldBe($"der er storm i dag, {key.Alias("user1")}");
    }

    [Fact]
    public void Aliases_do_not_cross_keys()
    {
        using var other = new AliasKey([.. Enumerable.Repeat((byte)1, 32)]);

        key.Alias("user1").ShouldMatch("^Person-[0-9A-F]{4}$");
        key.Alias("user1").ShouldBe(new AliasKey(new byte[32]).Alias("user1"));
        key.Alias("user1").ShouldNotBe(other.Alias("user1"));
    }

    [Fact]
    public void Two_persons_never_share_an_alias() =>
        Enumerable.Range(0, 20_000).Select(i => key.Alias($"user{i}")).Distinct().Count().ShouldBe(20_000);

    [Theory]
    [InlineData("cpr 010258-5678", true)]
    [InlineData("her: 010258-5678", false)]
    [InlineData("her: 010258-5674", true)]
    [InlineData("intet", false)]
    public void A_posted_number_raises_an_alarm(string text, bool alarm) => Mask(text).CprAlarm.ShouldBe(alarm);

    [Fact]
    public void A_domain_that_is_a_number_is_not_kept()
    {
        Mask("se https://0102585678.example.org/a").Text.ShouldBe("se [LINK]");
        Mask("se https://0102585678@example.org/a").Text.ShouldBe("se [LINK example.org]");
    }

    [Fact]
    public void What_the_format_marks_is_masked_wherever_it_ends()
    {
        var masked = new Masker(key, participants).Mask("hej 👨‍👩‍👧 du", [new MaskHint(MaskKind.Name, new TextSpan(5, 1), "user3"), new MaskHint(MaskKind.Name, new TextSpan(50, 9))]);

        masked.Text.ShouldBe($"hej {key.Alias("user3")} du");
    }

    [Fact]
    public void A_place_of_the_municipality_is_no_person() =>
        new Masker(key, participants, ["Emma"]).Mask("Vi mødes på Emma i aften").Text.ShouldBe("Vi mødes på Emma i aften");

    [Fact]
    public void Masking_a_masked_text_changes_nothing()
    {
        foreach (var line in MaskingCorpusTests.Lines())
        {
            var once = Mask(MaskingCorpusTests.Read(line).Text).Text;
            Mask(once).Text.ShouldBe(once);
        }
    }

    [Theory]
    [InlineData("https://010258-5678.example.org")]
    [InlineData("5678https://010258/cpr")]
    [InlineData("cpr 010258\n5678example.org/cpr")]
    [InlineData("010258https://example.org5678 cpr 010258 5678https://x.example.org/010258-5678")]
    public void What_a_second_look_finds_across_a_mask_takes_the_whole_mask(string raw)
    {
        var masked = Mask(raw);

        IsWhole(raw, masked).ShouldBeTrue(masked.Text);
        Leaks.Any(masked.Text).ShouldBeFalse(masked.Text);
    }

    [Fact]
    public void Any_text_gives_ordered_stretches_that_lie_in_both_texts()
    {
        string[] parts = ["010258", "5678", "-", " ", ".", "@", "20304050", "Signe", "vej", "Eksempelvej 3", "cpr", "\u200B", "\uD83D", "\uDE00", "å", "+45", "https://", "example.org", "/", "１", "12", "é", "\u0301", "👨‍👩‍👧", "[", "]", "\n", "s", "'"];
        var texts = (from one in Gen.OneOf(Gen.Elements(parts), Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString())).ArrayOf() select string.Concat(one)).ToArbitrary();
        var masker = new Masker(key, participants);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000), Prop.ForAll(texts, raw =>
        {
            var masked = masker.Mask(raw);
            return IsWhole(raw, masked) && !Leaks.Any(masked.Text);
        }));
    }

    /// <summary>The stretches are in order, lie in both texts, and with what stands between them give the masked text again.</summary>
    private static bool IsWhole(string raw, MaskedText masked)
    {
        var (from, to) = (0, 0);
        var rebuilt = new StringBuilder();
        foreach (var span in masked.Spans)
        {
            if (span.Source.Start < from || span.Source.End > raw.Length || span.Masked.Start < to || span.Masked.End > masked.Text.Length) return false;
            rebuilt.Append(raw, from, span.Source.Start - from).Append(masked.Text, span.Masked.Start, span.Masked.Length);
            (from, to) = (span.Source.End, span.Masked.End);
        }
        return rebuilt.Append(raw, from, raw.Length - from).ToString() == masked.Text;
    }

    [Theory]
    [InlineData("a@")]
    [InlineData("1.")]
    [InlineData("12 ")]
    [InlineData("Signe ")]
    [InlineData("x.dk/")]
    [InlineData("010258-5678 ")]
    [InlineData("http://")]
    [InlineData("DK50 ")]
    public void The_longest_message_is_masked_to_its_end(string part)
    {
        var raw = string.Concat(Enumerable.Repeat(part, 65_536 / part.Length));

        // Work that grows with the square of the length would not come back here.
        Leaks.Any(Mask(raw).Text).ShouldBeFalse();
    }

    [Fact]
    public void An_alias_with_the_words_after_it_is_no_account_number()
    {
        // The letters and digits of an alias, with words behind them, pass the check digits of an account number about once in 460 aliases.
        foreach (var number in Enumerable.Range(0, 5_000))
        {
            var raw = $"{key.Alias($"user{number}")} kommer med til kampen i morgen eftermiddag";

            Mask(raw).Text.ShouldBe(raw);
        }
    }

    private MaskedText Mask(string raw) => new Masker(key, participants).Mask(raw);
}
