using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vaern.Screening.Explaining;
using Vaern.Screening.Rules;
using Xunit;

namespace Vaern.Screening.Tests.Explaining;

public sealed class ScreenerTests
{
    private readonly Screener screener = new(new(RuleSet.BuiltIn, null));

    [Fact]
    public void A_threat_is_explained_where_it_stands()
    {
        var found = screener.Screen("Hej 👋 jeg tæver dig på lørdag i parken");

        found.Route.ShouldBe(Route.Concern);
        found.Category.ShouldBe(Category.Threat);
        found.Severity.ShouldBe(Severity.High);
        found.Target.ShouldBe(Target.Individual);
        found.Act.ShouldBe("violence");
        found.Spans.ShouldContain(span => span.Rule == "threat.violence.harm-you@4" && span.Start == 7 && span.Length == 13 && span.View == "base");
    }

    [Fact]
    public void Care_wins_over_concern()
    {
        var found = screener.Screen("Han truer med at dele mine billeder, hvad gør jeg?");

        found.Route.ShouldBe(Route.Care);
        found.Flag.ShouldBeFalse();
        found.Category.ShouldBe(Category.Care);
        found.Also.ShouldBeEmpty();
        found.Help.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_cue_that_keeps_a_rule_back_is_named()
    {
        var found = screener.Screen("Jeg tæver dig i skak hver gang");

        found.Route.ShouldBe(Route.None);
        found.NearMiss.ShouldBe(new NearMiss("threat.violence.harm-you@4", Cue.Game));
    }

    [Fact]
    public void A_spelling_that_is_only_guessed_costs_a_step_of_severity()
    {
        screener.Screen("jeg tæver dig").Severity.ShouldBe(Severity.High);
        var guessed = screener.Screen("jeg t.æ.v.e.r dig");
        guessed.Severity.ShouldBe(Severity.Medium);
        guessed.Spans.ShouldAllBe(span => span.View == "joined");
    }

    [Fact]
    public void A_finding_names_its_versions()
    {
        var version = screener.Screen("hej").Version;

        version.Rules.ShouldBe(RuleSet.BuiltIn.Version);
        version.Heads.ShouldBe("none");
    }

    [Fact]
    public void Any_text_is_screened_and_every_span_is_valid()
    {
        string[] pieces = ["jeg", " smadrer ", "dig", "🔪", "👨‍👩‍👧", "s m a d r e r", "\u200B", "å", "a\u030A", "\uD83D", "!", "\n", "sælger", "h4sh", "\"", "ikke", "12 34 56 78", "@", "#"];
        var texts = Gen.Elements(pieces).ArrayOf().Select(parts => string.Join(" ", parts)).ToArbitrary();

        Prop.ForAll(texts, text => screener.Screen(text).Spans.All(span => span.Length > 0 && span.Start >= 0 && span.Start + span.Length <= text.Length)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("jeg ")]
    [InlineData("jeg dig ")]
    [InlineData("sælger hash ikke ")]
    [InlineData("s m a d r e r ")]
    [InlineData("🔪")]
    [InlineData("\u200B")]
    [InlineData("\"")]
    public void The_worst_text_of_the_longest_length_is_read_to_its_end(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Screener.LongestText / piece.Length));

        // Work that grows with the square of the length would not come back here.
        screener.Screen(text).Spans.ShouldAllBe(span => span.Length > 0 && span.Start >= 0 && span.Start + span.Length <= text.Length);
    }
}
