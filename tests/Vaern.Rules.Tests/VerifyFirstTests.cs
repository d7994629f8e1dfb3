using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class VerifyFirstTests
{
    private static readonly RuleBook Book = RuleBook.Default;

    [Fact]
    public void The_list_has_the_order_of_the_law_page_with_a_reason_in_both_languages()
    {
        VerifyFirst.All.Count.ShouldBe(17);
        VerifyFirst.All.SelectMany(entry => entry.Rules).ShouldAllBe(id => Book.Find(id).IsOk);
        VerifyFirst.All.ShouldAllBe(entry => entry.Rules.Count > 0 && entry.Reason.Da.Length > 20 && entry.Reason.En.Length > 20 && entry.Reason.Da != entry.Reason.En);
        VerifyFirst.All[0].Rules.ShouldContain("C-19");
        VerifyFirst.All[2].Rules.ShouldBe(["A-01"]);
    }

    [Fact]
    public void Words_for_editors_stand_in_both_languages()
    {
        var texts = Book.All.SelectMany(rule => new[] { rule.Verify, rule.Note }.Concat(rule.Exceptions).OfType<LocalText>().Select(text => (rule.Id, Text: text))).ToList();

        texts.Count.ShouldBeGreaterThan(160);
        // What is the same in both is a list of rules or sections, or a name that is not translated.
        texts.Where(text => text.Text.Da == text.Text.En && text.Text.En.Any(char.IsLower) && !text.Text.En.StartsWith("D-01b", StringComparison.Ordinal)
            && text.Text.En is not ("satire, parody")).Select(text => $"{text.Id}: {text.Text.En}").ShouldBeEmpty();
        texts.Where(text => text.Text.Da.Contains(" the ", StringComparison.Ordinal) || text.Text.En.Contains(" og ", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
