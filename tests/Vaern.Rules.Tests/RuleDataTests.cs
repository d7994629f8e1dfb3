using System.Text.Json;
using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class RuleDataTests
{
    private static readonly RuleBook Book = RuleBook.Default;

    [Fact]
    public void The_data_holds_exactly_the_committed_ids()
    {
        using var reader = new StreamReader(typeof(RuleDataTests).Assembly.GetManifestResourceStream("rule-ids.txt")!);
        var committed = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Book.All.Select(rule => rule.Id).ShouldBe(committed, ignoreOrder: true);
        Book.All.Count(rule => rule.Kind == RuleKind.Law).ShouldBe(140);
    }

    [Fact]
    public void Every_rule_is_sound()
    {
        var roles = RuleBook.Roles.Select(role => role.Key).ToHashSet();
        var flags = RuleBook.Flags.Select(flag => flag.Name).ToHashSet();

        Book.All.SelectMany(rule => RuleChecks.Problems(rule, roles, flags)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("H", 69)]
    [InlineData("M", 62)]
    [InlineData("L", 9)]
    public void Confidence_is_counted_as_on_the_law_page(string letter, int count) =>
        Book.All.Count(rule => rule.Kind == RuleKind.Law && rule.Confidence.Letter == letter).ShouldBe(count);

    [Fact]
    public void Nothing_is_verified_and_every_flag_is_off()
    {
        Book.All.Where(rule => rule.Status != RuleStatus.Draft).ShouldBeEmpty();
        RuleBook.Flags.Count.ShouldBe(9);
        RuleBook.Flags.Where(flag => flag.On).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("B-06")]
    [InlineData("B-10")]
    [InlineData("C-34")]
    [InlineData("C-40b")]
    [InlineData("C-42")]
    [InlineData("G-03b")]
    public void What_is_not_adopted_is_not_shown(string id) => Book.Find(id).Value.IsShown.ShouldBeFalse();

    [Fact]
    public void A_goal_never_claims_a_source_in_law()
    {
        var goals = Book.All.Where(rule => rule.Kind == RuleKind.Goal).ToList();

        goals.Where(goal => goal.LegalSource.Text != "project goal" || goal.LegalSource.Act is not null).ShouldBeEmpty();
        goals.Where(goal => goal.Serves is not null && Book.Find(goal.Serves).Error is not null).ShouldBeEmpty();
        goals.Where(goal => !goal.CanStartClock).ShouldBeEmpty();
    }

    [Fact]
    public void Every_source_is_an_https_address()
    {
        Book.All.SelectMany(rule => rule.SourceUrls).Concat(Book.Contacts.SelectMany(contact => contact.Urls))
            .Where(url => !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_that_counts_has_the_words_for_its_count()
    {
        foreach (var rule in Book.All.Where(rule => rule.CanStartClock))
        {
            var deadline = DeadlineEngine.Compute(rule, StartMoment.On(new(2026, 11, 20))).Value;

            deadline.Counting.Da.ShouldNotBeNullOrWhiteSpace(rule.Id);
            deadline.Counting.En.ShouldNotBeNullOrWhiteSpace(rule.Id);
            (deadline.Due is null).ShouldBe(rule.Limit.Kind == LimitKind.AtOnce, rule.Id);
        }
    }

    [Fact]
    public void Contacts_and_outdated_statements_are_complete()
    {
        Book.Contacts.Count.ShouldBe(23);
        Book.ContactsFor(Audience.Child).Select(contact => contact.Phone).ShouldContain("116 111");
        Book.Contacts.Where(contact => contact.CheckedOn is not null).ShouldBeEmpty();
        Book.NotConfigured.Select(contact => contact.Id).ShouldBe(["CT-03"]);
        Book.ContactsFor(Audience.Parent).ShouldNotContain(contact => contact.Id == "CT-07");
        RuleBook.Superseded.Count.ShouldBe(26);
        RuleBook.Superseded.SelectMany(entry => entry.Rules).Where(id => Book.Find(id).Error is not null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"extra": 1}""")]
    [InlineData("""{"contacts": null}""")]
    [InlineData("""{"contacts": [{"id": "X"}]}""")]
    [InlineData("""{"alarms": [{"rule": "B-03", "alarms": [{"anchor": 0}]}]}""")]
    [InlineData("""{"alarms": [{"rule": "B-03", "alarms": [{"anchor": "sometime"}]}]}""")]
    [InlineData("""{"alarms": [], "alarms": []}""")]
    [InlineData("""{"goals": [{"id": "LOCAL-X", "is_shown": true}]}""")]
    public void The_schema_refuses_what_it_does_not_know(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<MunicipalityOverrides>(json, RuleFiles.Json));

    [Fact]
    public void Every_data_file_names_its_format_and_the_rule_set()
    {
        foreach (var name in typeof(RuleBook).Assembly.GetManifestResourceNames())
        {
            using var document = JsonDocument.Parse(typeof(RuleBook).Assembly.GetManifestResourceStream(name)!);
            document.RootElement.GetProperty("format").GetString().ShouldStartWith("vaern-");
            document.RootElement.GetProperty("rule_set").GetString().ShouldBe("DK-2026-11", name);
        }
    }

    [Fact]
    public void Versions_follow_the_day_of_the_start_event()
    {
        var old = A.Law(10, PeriodUnit.WorkingDays) with { Version = 1, ValidTo = new(2026, 12, 31) };
        var current = old with { Version = 2, ValidFrom = new(2027, 1, 1), ValidTo = null, Limit = new(LimitKind.Period, 8, PeriodUnit.WorkingDays) };
        var book = new RuleBook("TEST", [old, current], [], ClosedDays.None);

        book.At("TEST", new(2026, 12, 31)).Value.Version.ShouldBe(1);
        book.At("TEST", new(2027, 1, 1)).Value.Version.ShouldBe(2);
        book.Version("TEST", 1).Value.Limit.Value.ShouldBe(10);
        book.NewerThan(old)!.Version.ShouldBe(2);
        book.NewerThan(current).ShouldBeNull();
    }

    [Fact]
    public void A_rule_that_has_ended_does_not_start_a_clock() =>
        Book.At("B-06", new(2026, 11, 20)).Error!.Code.ShouldBe("rule.not_in_force");
}
