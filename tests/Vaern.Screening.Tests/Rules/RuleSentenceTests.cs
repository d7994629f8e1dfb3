using Shouldly;
using Vaern.Screening.Explaining;
using Vaern.Screening.Rules;
using Xunit;

namespace Vaern.Screening.Tests.Rules;

/// <summary>The sentences that every rule carries in its own file.</summary>
public sealed class RuleSentenceTests
{
    private readonly Screener screener = new(new(RuleSet.BuiltIn, null));

    public static TheoryData<string> Rules => [.. RuleSet.BuiltIn.Rules.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_finds_its_own_sentences(string rule)
    {
        foreach (var sentence in Named(rule).Data.Must)
        {
            screener.Screen(sentence).Spans.Select(span => span.Rule).ShouldContain(rule, sentence);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_leaves_its_look_alikes_alone(string rule)
    {
        foreach (var sentence in Named(rule).Data.MustNot)
        {
            screener.Screen(sentence).Route.ShouldBe(Route.None, sentence);
        }
    }

    [Fact]
    public void Every_category_has_rules_and_every_rule_its_sentences()
    {
        RuleSet.BuiltIn.Rules.Select(rule => rule.Category).Distinct().Order().ShouldBe(Enum.GetValues<Category>());
        RuleSet.BuiltIn.Rules.ShouldAllBe(rule => rule.Data.Must.Length >= RuleSet.FewestSentences && rule.Data.MustNot.Length >= RuleSet.FewestSentences);
    }

    [Fact]
    public void A_rule_without_its_sentences_does_not_load()
    {
        List<RuleFault> faults = [];
        var files = RuleSet.BuiltInFiles().Append(("rules-x.json", """
            {"format":"vaern-screening-rules/1","category":"threat","version":"2026.11.1","unless":[],"except":[],"rules":[
             {"id":"threat.violence.bare","version":1,"act":"violence","severity":"high","target":"individual","why":"x","patterns":["jeg @HIT @DIG"],"must":["a"],"must_not":["b"]}]}
            """)).ToList();

        RuleSet.Load(files, [], faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().ToString().ShouldBe("rules-x.json, threat.violence.bare: a rule brings at least 3 sentences that it must find and 3 that it must not");
    }

    [Theory]
    [InlineData("jeg @UNKNOWN dig", "the word class @UNKNOWN is not known")]
    [InlineData("jeg {4,2} dig", "'{4,2}' in 'jeg {4,2} dig' is not a gap such as {0,4} (at most 12)")]
    [InlineData("{0,3} dig", "'{0,3} dig' begins or ends with a gap")]
    [InlineData("jeg? dig", "'jeg? dig' begins with a word that may be missing: leave it out")]
    [InlineData("jeg #monkey", "the mark #monkey is not known; known are #num #price #clock #cap #emoji #link #tag")]
    [InlineData("^ $", "'^ $' has a part without a word that must stand there")]
    public void A_pattern_that_cannot_be_read_says_why(string pattern, string fault)
    {
        WordClasses classes = new();
        Should.Throw<PatternFault>(() => Pattern.Parse(pattern, classes)).Message.ShouldBe(fault);
    }

    private static Rule Named(string name) => RuleSet.BuiltIn.Rules.Single(rule => rule.Name == name);
}
