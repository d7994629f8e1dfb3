using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Rules;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Sample;

/// <summary>The sample holds to the tables of the program and to its own rules; see samples/fjordby/README.md.</summary>
public sealed partial class FjordbySampleTests
{
    private static readonly JsonElement Town = Read("municipality.json");
    private static readonly JsonElement[] Reports = [.. Read("reports.json").GetProperty("reports").EnumerateArray()];
    private static readonly JsonElement[] Cases = [.. Read("cases.json").GetProperty("cases").EnumerateArray()];
    private static readonly string[] Units = [.. Town.GetProperty("units").EnumerateArray().Select(unit => Text(unit, "key")!)];
    private static readonly JsonElement[] People = [.. Town.GetProperty("people").EnumerateArray()];
    private static readonly string[] Logins = [.. People.Select(person => Text(person, "login")!)];

    public static TheoryData<string> Files => ["municipality.json", "klitrup.json", "reports.json", "cases.json"];

    [Fact]
    public void Every_role_has_somebody_who_can_sign_in() =>
        Roles.All.Except(People.SelectMany(Posts).Select(post => Text(post, "role")!)).ShouldBeEmpty();

    [Fact]
    public void Posts_name_units_and_roles_that_exist() =>
        People.SelectMany(Posts).Where(post => !Units.Contains(Text(post, "unit")) || !Roles.Exists(Text(post, "role")!)).ShouldBeEmpty();

    [Fact]
    public void There_are_eleven_schools_with_a_code_each()
    {
        var schools = Town.GetProperty("units").EnumerateArray().Where(unit => Text(unit, "kind") == "school").Select(unit => Text(unit, "code")!).ToArray();

        schools.Length.ShouldBe(11);
        schools.ShouldAllBe(code => UnitCode().IsMatch(code));
        schools.ShouldContain("TANG-4172");
        schools.ShouldContain("FYRL-9035");
    }

    [Fact]
    public void Reports_and_cases_stand_in_known_units_under_known_categories()
    {
        foreach (var one in Reports.Concat(Cases))
        {
            var key = Text(one, "key");
            Units.ShouldContain(Text(one, "unit")!, key);
            var category = ReportCategories.All.SingleOrDefault(known => known.Code == Text(one, "category")).ShouldNotBeNull(key);
            (one.GetProperty("restricted").GetBoolean() || !category.IsRestrictedByDefault || category.Code == "dont-know").ShouldBeTrue(key);
        }
    }

    [Fact]
    public void Whoever_acts_is_on_the_staff_or_is_the_reporter() =>
        Reports.Concat(Cases).SelectMany(Steps).Select(step => Text(step, "by")!)
            .Concat(Cases.Select(one => Text(one, "openedBy")!)).Except([.. Logins, "reporter"]).ShouldBeEmpty();

    [Fact]
    public void A_case_from_a_report_stands_in_the_same_unit()
    {
        var unitOf = Reports.ToDictionary(report => Text(report, "key")!, report => Text(report, "unit"));

        Cases.Where(one => Text(one, "fromReport") is { } source && unitOf[source] != Text(one, "unit")).Select(one => Text(one, "key")).ShouldBeEmpty();
    }

    [Fact]
    public void The_clocks_that_are_settled_belong_to_rules_that_can_start_one() =>
        Cases.SelectMany(Steps).Where(step => Text(step, "do") is "settle" or "start-clock").Select(step => Text(step, "rule")!).Distinct()
            .Where(rule => !RuleBook.Default.Find(rule).IsOk || !RuleBook.Default.Find(rule).Value.CanStartClock).ShouldBeEmpty();

    [Fact]
    public void Words_for_kinds_roles_answers_and_outcomes_are_those_of_the_program()
    {
        Of("entry", "kind").Except(WriteEntry.Kinds).ShouldBeEmpty();
        Of("party", "role").Except(Parties.Roles).ShouldBeEmpty();
        Of("follow-up", "answer").Except(FollowUps.Answers).ShouldBeEmpty();
        Of("settle", "outcome").Except(SettleClock.Outcomes).ShouldBeEmpty();
        Of("close", "outcome").Except(CloseCase.Outcomes).ShouldBeEmpty();
        Cases.Select(one => Text(one, "track")!).Except(OpenCase.Tracks).ShouldBeEmpty();

        static IEnumerable<string> Of(string act, string field) => Cases.SelectMany(Steps).Where(step => Text(step, "do") == act).Select(step => Text(step, field)!);
    }

    [Fact]
    public void A_restricted_case_never_holds_a_file() =>
        Cases.Where(one => one.GetProperty("restricted").GetBoolean()).SelectMany(Steps).Where(step => Text(step, "do") == "evidence").ShouldBeEmpty();

    [Fact]
    public void Citizens_are_called_Prøvesen_so_that_a_test_can_look_for_the_word()
    {
        var staff = People.Select(person => Text(person, "name")).ToHashSet();

        Cases.SelectMany(Steps).Where(step => Text(step, "do") == "party").Select(step => Text(step, "name")!)
            .Where(name => PersonName().IsMatch(name) && !name.EndsWith(" Prøvesen", StringComparison.Ordinal) && !staff.Contains(name)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Addresses_telephones_and_police_numbers_are_invented(string file)
    {
        var text = File.ReadAllText(PathOf(file));

        Address().Matches(text).Select(match => match.Value).ShouldAllBe(address => address.EndsWith(".example", StringComparison.Ordinal));
        Telephone().Matches(text).Select(match => match.Value).ShouldAllBe(number => number.StartsWith("00 00 ", StringComparison.Ordinal));
        text.ShouldStartWith("{\n  \"format\": \"vaern-sample/1\"");
    }

    [Fact]
    public void Moments_are_written_in_one_of_the_three_ways()
    {
        string[] fields = ["at", "receivedAt", "openedAt", "happenedAt", "actAt", "start", "observedAt", "postedAt", "doneAt"];
        var moments = Reports.Concat(Cases).Concat(Reports.Concat(Cases).SelectMany(Steps)).SelectMany(one => fields.Select(field => Text(one, field))).OfType<string>();

        moments.Where(moment => !Moment().IsMatch(moment)).ShouldBeEmpty();
    }

    [Fact]
    public void The_files_that_are_named_are_there() =>
        Reports.Where(report => report.TryGetProperty("files", out _)).SelectMany(report => report.GetProperty("files").EnumerateArray()).Select(file => file.GetString()!)
            .Concat(Cases.SelectMany(Steps).Select(step => Text(step, "file")).OfType<string>())
            .Where(file => !File.Exists(PathOf(file))).ShouldBeEmpty();

    private static IEnumerable<JsonElement> Steps(JsonElement one) => one.TryGetProperty("steps", out var steps) ? steps.EnumerateArray() : [];

    private static IEnumerable<JsonElement> Posts(JsonElement person) => person.GetProperty("posts").EnumerateArray();

    private static string? Text(JsonElement one, string field) => one.TryGetProperty(field, out var value) ? value.GetString() : null;

    private static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(file)));
        return document.RootElement.Clone();
    }

    private static string PathOf(string file) => RepositoryFolder.Combine("samples", "fjordby", file);

    [GeneratedRegex("^[A-Z]{4}-[0-9]{4}$")]
    private static partial Regex UnitCode();

    [GeneratedRegex(@"^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$")]
    private static partial Regex PersonName();

    [GeneratedRegex(@"(?<=@|https://)[a-z.\-]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b\d\d \d\d \d\d \d\d\b")]
    private static partial Regex Telephone();

    [GeneratedRegex(@"^-([1-9]\d*wd \d\d:\d\d|[1-9]\d*[hm])$")]
    private static partial Regex Moment();
}
