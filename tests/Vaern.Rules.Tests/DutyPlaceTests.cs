using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class DutyPlaceTests
{
    private static readonly RuleBook Book = RuleBook.Default;

    public static TheoryData<string> Keys => [.. DutyPlace.All.Select(place => place.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Each_page_tells_every_duty_once_and_keeps_goals_apart(string key)
    {
        var place = DutyPlace.Find(key)!;
        var told = place.ByLaw(Book).SelectMany(group => group.ByLaw).Select(duty => duty.Rule).ToList();

        told.Select(rule => rule.Id).ShouldBeUnique();
        told.ShouldAllBe(rule => rule.Kind == RuleKind.Law && rule.IsShown);
        told.Select(rule => rule.Id).ShouldBe(place.Roles.SelectMany(role => Obligations.For(role, Book).Value.ByLaw).Select(duty => duty.Rule.Id).Distinct(), ignoreOrder: true);
        place.Recommended(Book).ShouldAllBe(duty => duty.Rule.Kind == RuleKind.Goal);
        (told.Count + place.Recommended(Book).Count).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Every_role_but_anyone_has_a_page() =>
        RuleBook.Roles.Where(role => role.Key != "anyone").ShouldAllBe(role => DutyPlace.Find(role.Key.Replace('_', '-')) != null);

    [Fact]
    public void A_primary_school_has_the_plan_under_its_leader_and_the_notification_under_everyone()
    {
        var school = DutyPlace.Find(DutyPlace.PrimarySchool)!.ByLaw(Book);

        school[0].Role.Key.ShouldBe("school_leader");
        school[0].ByLaw.ShouldContain(duty => duty.Rule.Id == "B-03" && duty.Carries);
        school.SelectMany(group => group.ByLaw).Select(duty => duty.Rule.Id).ShouldContain("D-01");
        DutyPlace.Find("wizard").ShouldBeNull();
    }
}
