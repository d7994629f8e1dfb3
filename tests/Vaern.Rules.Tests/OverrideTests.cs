using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class OverrideTests
{
    [Fact]
    public void A_municipality_fills_in_its_own_contacts_and_closed_days()
    {
        var book = With("""
            { "contacts": [ { "id": "CT-03", "name": { "da": "Børnemodtagelsen", "en": "Child reception" }, "phone": "00 11 22 33", "audiences": ["child", "parent", "employee"], "ship": "on" } ],
              "closed_days": ["12-24", "2027-02-15/2027-02-19"] }
            """).Value;

        book.NotConfigured.ShouldBeEmpty();
        book.Contact("CT-03").Phone.ShouldBe("00 11 22 33");
        book.Contacts.Count.ShouldBe(RuleBook.Default.Contacts.Count);
        book.ClosedDays.Contains(new(2027, 2, 17)).ShouldBeTrue();
        RuleBook.Default.NotConfigured.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(11, "working_days")]
    [InlineData(10, "working_days")]
    [InlineData(5, "calendar_days")]
    public void A_limit_in_law_cannot_be_loosened(int value, string unit)
    {
        var error = With($$"""{ "targets": [ { "rule": "B-03", "limit": { "kind": "period", "value": {{value}}, "unit": "{{unit}}" } } ] }""").Error!;

        error.Code.ShouldBe("overrides.loosens_law");
    }

    [Fact]
    public void A_stricter_target_stands_beside_the_law()
    {
        var book = With("""{ "targets": [ { "rule": "B-03", "limit": { "kind": "period", "value": 8, "unit": "working_days" } } ] }""").Value;

        book.Find("B-03").Value.ShouldBe(RuleBook.Default.Find("B-03").Value);
        var local = book.Find("LOCAL-B-03").Value;
        local.Kind.ShouldBe(RuleKind.Goal);
        local.Serves.ShouldBe("B-03");
        A.Deadline(local, "2026-11-20").Due.ToString().ShouldBe("2026-12-02");
    }

    [Fact]
    public void A_goal_can_be_set_freely()
    {
        var book = With("""{ "targets": [ { "rule": "GOAL-LEADER-CONTACT", "limit": { "kind": "period", "value": 4, "unit": "working_hours" } } ] }""").Value;

        book.Find("GOAL-LEADER-CONTACT").Value.Limit.Value.ShouldBe(4);
    }

    [Fact]
    public void A_changed_target_is_a_new_version_from_its_day_and_the_old_one_stays()
    {
        var book = With("""
            { "targets": [ { "rule": "GOAL-LEADER-CONTACT", "limit": { "kind": "period", "value": 4, "unit": "working_hours" }, "from": "2027-02-01" },
                           { "rule": "GOAL-LEADER-CONTACT", "limit": { "kind": "period", "value": 1, "unit": "working_hours" }, "from": "2027-06-01" } ] }
            """).Value;

        book.Versions("GOAL-LEADER-CONTACT").Select(rule => rule.Limit.Value).ShouldBe([2, 4, 1]);
        book.At("GOAL-LEADER-CONTACT", new(2027, 1, 31)).Value.Version.ShouldBe(1);
        book.At("GOAL-LEADER-CONTACT", new(2027, 2, 1)).Value.Version.ShouldBe(2);
        book.Kept("GOAL-LEADER-CONTACT", 1).Limit.Value.ShouldBe(2);
        book.NewerThan(book.Kept("GOAL-LEADER-CONTACT", 1))!.Version.ShouldBe(3);
    }

    [Theory]
    [InlineData("LOCAL-B-03", 12, "working_days", "a local target cannot be moved past the law behind it")]
    [InlineData("GOAL-POLICE-DECISION", 73, "hours", "a goal that serves a limit cannot outlast it")]
    public void A_target_that_belongs_to_a_limit_never_outlasts_it(string rule, int value, string unit, string why)
    {
        var error = With($$"""
            { "targets": [ { "rule": "B-03", "limit": { "kind": "period", "value": 8, "unit": "working_days" } },
                           { "rule": "{{rule}}", "limit": { "kind": "period", "value": {{value}}, "unit": "{{unit}}" } } ] }
            """).Error!;

        error.Code.ShouldBe("overrides.loosens_law", why);
        error.Message.Da.ShouldContain("lovfrist");
    }

    [Fact]
    public void A_local_target_that_is_taken_back_starts_no_clock_and_is_still_known()
    {
        var book = With("""
            { "targets": [ { "rule": "B-03", "limit": { "kind": "period", "value": 8, "unit": "working_days" } },
                           { "rule": "B-03", "limit": { "kind": "period", "value": 10, "unit": "working_days" }, "from": "2027-03-01", "withdrawn": true } ] }
            """).Value;

        book.At("LOCAL-B-03", new(2027, 2, 1)).Value.CanStartClock.ShouldBeTrue();
        book.At("LOCAL-B-03", new(2027, 3, 1)).Value.CanStartClock.ShouldBeFalse();
        book.Kept("LOCAL-B-03", 1).Limit.Value.ShouldBe(8);
        RuleBook.Default.Kept("LOCAL-B-03", 1).Id.ShouldBe("B-03");
        Should.Throw<KeyNotFoundException>(() => book.Kept("Z-99", 1));
    }

    [Fact]
    public void Settings_are_read_back_as_they_were_written()
    {
        var settings = MunicipalityOverrides.Parse("""
            { "closed_days": ["12-24"], "targets": [ { "rule": "B-03", "limit": { "kind": "period", "value": 8, "unit": "working_days" }, "from": "2027-01-01" } ],
              "contacts": [ { "id": "CT-03", "name": { "da": "Vagten", "en": "Duty desk" }, "phone": "00 11 22 33", "audiences": ["child"], "ship": "on", "checked_on": "2027-01-04" } ] }
            """).Value;

        var again = MunicipalityOverrides.Parse(settings.ToJson()).Value;

        again.ToJson().ShouldBe(settings.ToJson());
        again.Targets.ShouldBe(settings.Targets);
        again.Contacts.Single().CheckedOn.ShouldBe(new DateOnly(2027, 1, 4));
    }

    [Fact]
    public void Alarms_can_be_set_because_they_are_not_law()
    {
        var book = With("""{ "alarms": [ { "rule": "B-03", "alarms": [ { "anchor": "before_due", "value": 3, "unit": "working_days" } ] } ] }""").Value;

        book.Find("B-03").Value.Alarms.ShouldBe([new(AlarmAnchor.BeforeDue, 3, PeriodUnit.WorkingDays)]);
        book.Find("B-03").Value.Limit.ShouldBe(RuleBook.Default.Find("B-03").Value.Limit);
    }

    [Fact]
    public void A_flag_is_switched_on_by_a_named_person_only()
    {
        const string Named = """{ "flags": [ { "flag": "school.complaint_route", "switched_on_by": "Palle Sindholt", "switched_on_on": "2026-12-01" } ] }""";

        With(Named).Value.Find("B-06b").Value.Ship.ShouldBe(Ship.OnLabelled);
        With(Named.Replace("Palle Sindholt", " ", StringComparison.Ordinal)).Error!.Code.ShouldBe("overrides.flag_without_person");
        With(Named.Replace("school.", "law.", StringComparison.Ordinal)).Error!.Code.ShouldBe("overrides.unknown_flag");
    }

    [Theory]
    [InlineData("""{ "goals": [ GOAL ] }""", "B-03", "goal", "overrides.not_a_local_goal")]
    [InlineData("""{ "goals": [ GOAL ] }""", "LOCAL-X", "law", "overrides.not_a_local_goal")]
    [InlineData("""{ "goals": [ GOAL, GOAL ] }""", "LOCAL-X", "goal", "overrides.not_a_local_goal")]
    [InlineData("""{ "targets": [ { "rule": "Z-99", "limit": { "kind": "none" } } ] }""", "", "", "overrides.unknown_rule")]
    [InlineData("""{ "targets": [ { "rule": "GOAL-REPLY", "limit": { "kind": "period", "value": 0, "unit": "hours" } } ] }""", "", "", "overrides.unsound")]
    [InlineData("""{ "closed_days": ["juleaften"] }""", "", "", "closed_days.unreadable")]
    public void A_setting_that_cannot_be_used_is_refused(string json, string id, string kind, string code)
    {
        var goal = $$"""
            { "id": "{{id}}", "version": 1, "kind": "{{kind}}", "status": "draft", "title": { "da": "Mål", "en": "Goal" }, "text": { "da": "Mål.", "en": "Goal." },
              "legal_source": { "text": "local target" }, "start_event": { "da": "start", "en": "start" }, "limit": { "kind": "period", "value": 2, "unit": "hours" },
              "evidence": { "grade": "M" }, "confidence": { "grade": "H" }, "ship": "on" }
            """;

        With(json.Replace("GOAL ", goal + " ", StringComparison.Ordinal).Replace("GOAL,", goal + ",", StringComparison.Ordinal)).Error!.Code.ShouldBe(code);
    }

    [Fact]
    public void A_verification_marks_the_version_it_names_and_no_other()
    {
        var book = RuleBook.Default.WithVerified([new("B-03", 1, "Palle Sindholt", new(2026, 12, 1)), new("A-01", 2, "Palle Sindholt", new(2026, 12, 1)), new("F-07", 1, "", new(2026, 12, 1))]);

        book.Find("B-03").Value.IsVerified.ShouldBeTrue();
        book.Find("B-03").Value.VerifiedBy.ShouldBe("Palle Sindholt");
        book.Find("A-01").Value.IsVerified.ShouldBeFalse();
        book.Find("F-07").Value.IsVerified.ShouldBeFalse();
    }

    private static RulesResult<RuleBook> With(string json) => RuleBook.Default.With(MunicipalityOverrides.Parse(json).Value);
}
