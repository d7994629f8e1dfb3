using Shouldly;
using Vaern.Screening.Explaining;
using Vaern.Screening.Rules;
using Xunit;

namespace Vaern.Screening.Tests.Rules;

public sealed class LocalWordsTests
{
    private static readonly DateOnly Day = new(2026, 11, 21);

    [Fact]
    public void A_municipality_adds_a_word_without_code()
    {
        var rules = LocalWords.Load("fjordby.json", File("blåmand"), Day, out var faults);

        faults.ShouldBeEmpty();
        new Screener(new(RuleSet.BuiltIn, null)).Screen("Sælger blåmand, skriv på snap").Flag.ShouldBeFalse();
        var found = new Screener(new(rules!, null)).Screen("Sælger blåmand, skriv på snap");
        found.Category.ShouldBe(Category.DrugSale);
        found.Version.Rules.ShouldEndWith("+1");
    }

    [Fact]
    public void A_word_counts_only_between_its_days()
    {
        var rules = LocalWords.Load("fjordby.json", File("blåmand", to: "2026-11-20"), Day, out _);

        new Screener(new(rules!, null)).Screen("Sælger blåmand, skriv på snap").Flag.ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"class\":\"DRUG\"", "\"class\":\"DRUGS\"", "the class 'DRUGS' is not known")]
    [InlineData("\"from\":\"2026-11-01\"", "\"from\":\"1.11.2026\"", "'from' and 'to' are days such as 2026-11-20")]
    [InlineData("\"by\":\"SSP\"", "\"by\":\"\"", "'by' and 'why' are needed")]
    [InlineData("Sælger blåmand, skriv på snap", "Jeg kan godt lide blåmand", "the sentence in 'must' is not found")]
    [InlineData("Vi så en film", "Køber blåmand, dm", "the sentence in 'must_not' is flagged")]
    [InlineData("vaern-local-words/1", "words", "the format is not vaern-local-words/1")]
    [InlineData("\"owner\"", "\"oner\"", "not readable at")]
    public void A_bad_list_is_refused_with_the_reason(string good, string bad, string reason)
    {
        LocalWords.Load("fjordby.json", File("blåmand").Replace(good, bad, StringComparison.Ordinal), Day, out var faults).ShouldBeNull();

        faults.Select(fault => fault.Message).ShouldContain(message => message.StartsWith(reason, StringComparison.Ordinal));
    }

    private static string File(string term, string? to = null) => $$"""
        {"format":"vaern-local-words/1","owner":"Fjordby Kommune","words":[{"term":"{{term}}","class":"DRUG","from":"2026-11-01",{{(to is null ? "" : $"\"to\":\"{to}\",")}}
         "by":"SSP","why":"Hørt i to klubber","must":"Sælger blåmand, skriv på snap","must_not":"Vi så en film"}]}
        """;
}
