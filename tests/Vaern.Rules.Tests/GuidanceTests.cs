using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class GuidanceTests
{
    private static readonly Guidance[] All =
    [
        .. from category in ReportCategories.All
           from audience in Enum.GetValues<Audience>()
           select Guidance.For(category.Code, audience, RuleBook.Default).Value,
    ];

    [Fact]
    public void Every_category_has_guidance_for_children_parents_and_employees()
    {
        All.Length.ShouldBe(ReportCategories.All.Count * 3);
        Guidance.Shipped.Value.Guidance.Count.ShouldBe(All.Length);
        All.Where(page => page.Do.Count == 0 || page.DoNot.Count == 0 || page.Help.Count == 0).ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_for_children_reads_under_LIX_35()
    {
        All.Where(page => page.Audience == Audience.Child)
            .Select(page => (page.Category.Code, Index: Lix.Of(string.Join(' ', [page.Lead.Da, .. page.Do.Concat(page.DoNot).Select(text => text.Da)]))))
            .Where(page => page.Index >= Lix.ChildLimit)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_piece_of_advice_for_children_reads_under_LIX_35() =>
        Guidance.Shipped.Value.Texts.Where(text => text.Id.StartsWith('c') && Lix.Of(text.Text.Da) >= Lix.ChildLimit)
            .Select(text => text.Id).ShouldBeEmpty();

    [Fact]
    public void Where_files_are_restricted_nobody_is_told_to_take_a_screenshot()
    {
        var pages = All.Where(page => page.Category.Evidence == EvidenceRule.Restricted).ToList();

        pages.Count.ShouldBe(3);
        pages.SelectMany(page => page.Do).Where(text => text.En.Contains("screenshot", StringComparison.Ordinal)).ShouldBeEmpty();
        pages.Where(page => !page.DoNot.Any(text => text.En.Contains("look at it", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_is_used()
    {
        var used = Guidance.Shipped.Value.Guidance.SelectMany(row => row.Do.Concat(row.DoNot)).ToHashSet();

        Guidance.Shipped.Value.Texts.Where(text => !used.Contains(text.Id)).Select(text => text.Id).ShouldBeEmpty();
    }
}
