using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class ClassificationTests
{
    private static readonly ClassificationTree Tree = ClassificationTree.Default;
    private static readonly Lazy<IReadOnlyList<Classification>> All = new(() => [.. Paths([]).Select(Classify)]);

    [Fact]
    public void Every_path_ends_in_an_outcome_that_says_may_be()
    {
        All.Value.Count.ShouldBeGreaterThan(1000);
        All.Value.Where(result => !IsWhole(result)).Select(result => string.Join(',', result.Answers.Values)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_outcome_finding_option_and_advice_is_reached()
    {
        HashSet<string> outcomes = [];
        HashSet<string> options = [];
        HashSet<string> advice = [];
        HashSet<string> findings = [];
        foreach (var result in All.Value)
        {
            var path = result.Answers;
            outcomes.Add(result.Outcome);
            options.UnionWith(path.Select(answer => answer.Key + "=" + answer.Value));
            advice.UnionWith(result.DoFirst.Concat(result.DoNots).Concat(result.Support).Select(text => text.Da));
            findings.UnionWith(Tree.File.Findings.Where(finding => finding.When.All(need => need.Value.Contains(path[need.Key]))).Select(finding => finding.Id));
        }

        outcomes.ShouldBe(Tree.File.Outcomes.Select(row => row.Code), ignoreOrder: true);
        options.ShouldBe(Tree.Questions.SelectMany(question => question.Options.Select(option => question.Id + "=" + option.Id)), ignoreOrder: true);
        advice.ShouldBe(Tree.File.Texts.Select(text => text.Text.Da), ignoreOrder: true);
        findings.ShouldBe(Tree.File.Findings.Select(finding => finding.Id), ignoreOrder: true);
    }

    [Fact]
    public void A_sexual_image_of_someone_who_may_be_under_18_is_always_restricted()
    {
        string[] sexual = ["sexual-image-shared", "sexual-image-consensual", "sexual-image-received", "sexual-deepfake", "extortion-sexual", "grooming"];
        string[] young = ["under-15", "15-17", "unknown-age"];
        var results = All.Value.Where(result => sexual.Contains(result.Answers["what"]) && young.Contains(result.Answers["affected"])).ToList();

        results.ShouldNotBeEmpty();
        results.Where(result => result.Evidence != EvidenceRule.Restricted
            || result.Duties.All(rule => rule.Id != "S-1")
            || result.DoNots.All(text => text.En != "Do not save it, and do not take a screenshot of it.")
            || result.DoFirst.Any(text => text.En.StartsWith("Take screenshots", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Danger_to_life_puts_112_first() =>
        All.Value.Where(result => result.Answers["danger"] == "life" && result.DoFirst[0].Da != "Ring 112 nu.").ShouldBeEmpty();

    [Fact]
    public void Unpleasant_but_probably_lawful_is_a_full_outcome()
    {
        var result = Classify("no", "employee", "criticism", "18-plus", "citizen-employee");

        result.ProbablyLawful.ShouldBeTrue();
        result.PossibleSections.ShouldBeEmpty();
        result.Duties.ShouldContain(rule => rule.Id == "C-44");
        result.Clocks.ShouldNotContain(rule => rule.Id == "A-01");
        result.Support.Count.ShouldBe(2);
    }

    [Fact]
    public void A_threat_from_a_citizen_starts_the_72_hours()
    {
        var result = Classify("no", "employee", "threat", "18-plus", "citizen-employee");

        result.PossibleSections.Select(section => section.Rule.Id).ShouldBe(["C-12", "C-18", "C-22"]);
        result.Clocks.Select(rule => rule.Id).ShouldContain("A-01");
        result.Duties.Select(rule => rule.Id).ShouldContain("A-13");
        result.Evidence.ShouldBe(EvidenceRule.Ordinary);
    }

    [Fact]
    public void Bullying_between_pupils_starts_the_school_clocks()
    {
        var result = Classify("no", "under-15", "teasing", "under-15", "pupil-pupil");

        result.Outcome.ShouldBe("bullying-minor");
        result.Clocks.Select(rule => rule.Id).ShouldBe(["B-02", "B-03"]);
        result.Duties.Select(rule => rule.Id).ShouldContain("C-36");
    }

    [Fact]
    public void Questions_offer_only_answers_that_go_with_the_earlier_ones()
    {
        var next = Tree.Next(new Dictionary<string, string> { ["danger"] = "no", ["affected"] = "employee", ["what"] = "threat", ["actor"] = "18-plus" })!;

        next.Id.ShouldBe("relation");
        next.Options.Select(option => option.Id).ShouldBe(["citizen-employee", "person-in-care", "colleague", "close", "stranger"]);
    }

    [Theory]
    [InlineData("what", "nonsense", "answers.unknown_answer")]
    [InlineData("colour", "blue", "answers.unknown_question")]
    [InlineData("relation", "colleague", "answers.impossible")]
    [InlineData("relation", null, "answers.missing")]
    public void A_wrong_answer_names_its_question(string question, string? answer, string code)
    {
        Dictionary<string, string> answers = new()
        {
            ["danger"] = "no",
            ["affected"] = "under-15",
            ["what"] = "threat",
            ["actor"] = "unknown",
            ["relation"] = "stranger",
        };
        if (answer is null)
        {
            answers.Remove(question);
        }
        else
        {
            answers[question] = answer;
        }

        var error = Tree.Classify(answers, RuleBook.Default).Error!;

        error.Code.ShouldBe(code);
        error.Message.Da.ShouldContain(question);
    }

    [Fact]
    public void Every_provision_that_is_shown_is_reached_and_the_others_say_why_not()
    {
        var reached = All.Value.SelectMany(result => result.PossibleSections.Select(section => section.Rule.Id)).ToHashSet();
        var offences = RuleBook.Default.All.Where(rule => rule.Offence is not null).ToList();

        offences.Count.ShouldBe(35);
        offences.Where(rule => rule.IsShown && !reached.Contains(rule.Id)).Select(rule => rule.Id).ShouldBeEmpty();
        offences.Where(rule => !rule.IsShown).Select(rule => rule.Id).ShouldBe(["C-34", "C-35"]);
        offences.Where(rule => !rule.IsShown).ShouldAllBe(rule => rule.Note != null && rule.Note.Da.Contains("Ingen vej") && rule.Note.En.Contains("No path"));
    }

    [Fact]
    public void Violence_against_an_employee_may_be_covered_by_the_provisions_on_public_service()
    {
        var result = Classify("no", "employee", "violence-filmed", "18-plus", "citizen-employee");

        result.Outcome.ShouldBe("violence-filmed-employee");
        result.PossibleSections.Select(section => section.Rule.Id).ShouldBe(["C-06", "C-18", "C-20", "C-22"]);
    }

    [Fact]
    public void The_answer_of_every_report_category_exists()
    {
        var what = Tree.Questions.Single(question => question.Id == "what").Options.Select(option => option.Id).ToHashSet();

        ReportCategories.All.ShouldAllBe(category => what.Contains(category.What));
    }

    private static bool IsWhole(Classification result) =>
        result.Text.Da.Contains("kan være", StringComparison.Ordinal)
        && result.Text.En.Contains("may be", StringComparison.Ordinal)
        && result.PossibleSections.All(section => section.Wording.Da.StartsWith("Kan være omfattet af", StringComparison.Ordinal)
            && section.Wording.En.StartsWith("May be covered by", StringComparison.Ordinal))
        && result.AssessedBy.Da.StartsWith("Politi, anklagemyndighed eller domstol", StringComparison.Ordinal)
        && result.Evidence is EvidenceRule.Ordinary or EvidenceRule.Restricted
        && result.Support.Count > 0
        && result.Duties.Count > 0
        && result.DoNots.Count > 0;

    private static Classification Classify(Dictionary<string, string> answers) => Tree.Classify(answers, RuleBook.Default).Value;

    private static Classification Classify(string danger, string affected, string what, string actor, string relation) => Classify(new Dictionary<string, string>
    {
        ["danger"] = danger,
        ["affected"] = affected,
        ["what"] = what,
        ["actor"] = actor,
        ["relation"] = relation,
    });

    private static IEnumerable<Dictionary<string, string>> Paths(Dictionary<string, string> answers)
    {
        if (Tree.Next(answers) is not { } question)
        {
            return [answers];
        }
        question.Options.ShouldNotBeEmpty();
        return question.Options.SelectMany(option => Paths(new(answers) { [question.Id] = option.Id }));
    }
}
