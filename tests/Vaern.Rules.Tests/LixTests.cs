using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class LixTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Vi er her.", 3)]
    [InlineData("Vi er her. Ring til os!", 3)]
    [InlineData("Kommunen svarer.", 52)]
    [InlineData("Ring 116 111. Det er gratis.", 3)]
    [InlineData("En it-ting kl. 8.30", 2)]
    public void The_index_is_words_a_sentence_plus_long_words_in_percent(string text, double index) =>
        Lix.Of(text).ShouldBe(index, 0.001);

    [Fact]
    public void Every_text_for_children_is_under_the_limit()
    {
        var tree = ClassificationTree.Default;
        var texts = tree.Questions.Select(question => question.Child.Da)
            .Concat(tree.File.Outcomes.Select(row => row.Child.Da));

        texts.ShouldAllBe(text => Lix.Of(text) < Lix.ChildLimit);
    }

    [Fact]
    public void The_choices_offered_to_children_are_under_the_limit_read_together()
    {
        // LIX says nothing about three words alone; a list of choices is read as one text.
        var categories = string.Join(". ", ReportCategories.All.Select(category => category.ChildWording.Da));
        Lix.Of(categories).ShouldBeLessThan(Lix.ChildLimit);
        foreach (var question in ClassificationTree.Default.Questions.Where(question => question.Id != "relation"))
        {
            Lix.Of(string.Join(". ", question.Options.Select(option => option.Child.Da))).ShouldBeLessThan(Lix.ChildLimit, question.Id);
        }
    }
}
