using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed partial class ReportCategoryTests
{
    [Fact]
    public void Codes_are_stable_kebab_case_and_unique()
    {
        ReportCategories.All.ShouldAllBe(category => KebabCase().IsMatch(category.Code));
        ReportCategories.All.Select(category => category.Code).ShouldBeUnique();
    }

    [Theory]
    [InlineData("digital-bullying", EvidenceRule.Ordinary, ReportTrack.School)]
    [InlineData("image-sharing", EvidenceRule.Ordinary, ReportTrack.School)]
    [InlineData("sexual-image-under-18", EvidenceRule.Restricted, ReportTrack.School)]
    [InlineData("sexual-image-adult", EvidenceRule.RestrictedUnlessAdult, ReportTrack.Workplace)]
    [InlineData("employee-harassment", EvidenceRule.Ordinary, ReportTrack.Workplace)]
    [InlineData("adult-contacting-child", EvidenceRule.RestrictedUnlessAdult, ReportTrack.ChildConcern)]
    [InlineData("dont-know", EvidenceRule.RestrictedUnlessAdult, ReportTrack.School)]
    public void A_category_keeps_its_evidence_rule_and_its_track(string code, EvidenceRule evidence, ReportTrack track)
    {
        var category = ReportCategories.Find(code).Value;

        category.Evidence.ShouldBe(evidence);
        category.Tracks[0].ShouldBe(track);
    }

    [Fact]
    public void Every_rule_of_a_category_exists_and_is_shown()
    {
        foreach (var rule in ReportCategories.All.SelectMany(category => category.Rules))
        {
            RuleBook.Default.Find(rule).Value.IsShown.ShouldBeTrue(rule);
        }
    }

    [Fact]
    public void An_unknown_code_is_an_error() => ReportCategories.Find("nonsense").Error!.Code.ShouldBe("category.unknown");

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex KebabCase();
}
