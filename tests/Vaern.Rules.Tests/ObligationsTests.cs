using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class ObligationsTests
{
    [Theory]
    [InlineData("school_leader", "B-02 B-03 B-04 B-07 D-01 D-02")]
    [InlineData("teacher", "D-01 D-02")]
    [InlineData("leader", "A-01 A-06 A-09 A-12 A-13 D-01")]
    [InlineData("safety_rep", "A-09 A-12 D-01")]
    [InlineData("ssp", "D-07 D-01")]
    [InlineData("dpo", "F-05 F-06 F-07")]
    [InlineData("child_case_worker", "D-03 D-03b D-05")]
    [InlineData("it_security", "G-02 G-02b")]
    public void A_role_sees_its_duties_in_law(string role, string rules)
    {
        var duties = Obligations.For(role, RuleBook.Default).Value;

        duties.ByLaw.Select(duty => duty.Rule.Id).ShouldBeSubsetOf(RuleBook.Default.All.Select(rule => rule.Id));
        rules.Split(' ').ShouldBeSubsetOf(duties.ByLaw.Select(duty => duty.Rule.Id));
        duties.ByLaw.Where(duty => duty.Rule.Kind != RuleKind.Law || !duty.Rule.IsShown).ShouldBeEmpty();
        duties.Recommended.Where(duty => duty.Rule.Kind != RuleKind.Goal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_role_has_words_for_when()
    {
        foreach (var role in RuleBook.Roles)
        {
            var duties = Obligations.For(role.Key, RuleBook.Default).Value;
            duties.ByLaw.Concat(duties.Recommended).Where(duty => duty.When.Da.Length == 0 || duty.When.En.Length == 0).ShouldBeEmpty(role.Key);
        }
    }

    [Fact]
    public void The_words_name_the_limit_and_its_start()
    {
        var plan = Obligations.For("school_leader", RuleBook.Default).Value.ByLaw.Single(duty => duty.Rule.Id == "B-03");

        plan.Carries.ShouldBeTrue();
        plan.When.Da.ShouldStartWith("inden 10 arbejdsdage, regnet fra: den dag, ledelsen konstaterer det");
        plan.When.En.ShouldStartWith("within 10 working days, counted from: the day management establishes it");
    }

    [Fact]
    public void An_unknown_role_is_an_error() => Obligations.For("wizard", RuleBook.Default).Error!.Code.ShouldBe("role.unknown");
}
