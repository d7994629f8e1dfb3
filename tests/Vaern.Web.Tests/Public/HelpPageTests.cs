using AngleSharp.Dom;
using Vaern.App.Intake;
using Vaern.Rules;
using Vaern.TestKit;
using Vaern.Web.Pages.Public.Report;

namespace Vaern.Web.Tests.Public;

/// <summary>What somebody can do now, from within the form: offered, never forced; at most two questions; nothing sent unasked.</summary>
public sealed class HelpPageTests(WebTown web) : IClassFixture<WebTown>
{
    [Fact]
    public async Task A_pupil_gets_advice_after_two_questions_and_what_was_typed_stays()
    {
        using var visitor = await ToStoryAsync("barn", "me", "digital-bullying");
        await visitor.PressAsync("Svar på to korte spørgsmål", ("Story", "De griner af mig."));
        visitor.At.ShouldBe("/anmeld/hjaelp");
        visitor.Page.QuerySelector("legend, h1")!.TextContent.ShouldContain("Hvor gammel er du?");

        await visitor.PressAsync("Næste");
        visitor.Main.ShouldContain("Vælg det svar, der passer bedst.");
        await visitor.PressAsync("Næste", ("Choice", "under-15"));
        await visitor.PressAsync("Næste", ("Choice", "pupil-pupil"));

        visitor.Heading.ShouldBe("Det kan du gøre nu");
        visitor.Main.ShouldContain("Det kan være lovligt, selv om det gør ondt.");
        visitor.Main.ShouldContain("116\u00a0111");
        visitor.Main.ShouldNotContain("§");
        await visitor.PressAsync("Skriv videre");
        visitor.At.ShouldBe("/anmeld/fortael");
        visitor.Page.QuerySelector("textarea")!.TextContent.Trim().ShouldBe("De griner af mig.");
    }

    [Fact]
    public async Task The_answers_are_sent_only_when_the_person_asks_for_it()
    {
        (await SentAnswersAsync(attach: false)).ShouldBeNull();
        var sent = (await SentAnswersAsync(attach: true)).ShouldNotBeNull();
        sent.ShouldBe(new Dictionary<string, string> { ["affected"] = "15-17", ["relation"] = "stranger" }, ignoreOrder: true);
    }

    [Fact]
    public async Task An_employee_is_asked_one_question_and_sees_which_provisions_it_may_be_covered_by()
    {
        using var visitor = await ToStoryAsync("ansat", "me", "threat");
        await visitor.OpenAsync("/anmeld/hjaelp");
        visitor.Page.QuerySelector("legend, h1")!.TextContent.ShouldContain("Hvilken relation");
        await visitor.PressAsync("Næste", ("Choice", "citizen-employee"));

        visitor.Main.ShouldContain("Kan være omfattet af § 119");
        visitor.Main.ShouldContain("Politi, anklagemyndighed eller domstol vurderer det.");
        visitor.Main.ShouldContain("Ikke verificeret");
    }

    [Fact]
    public async Task The_page_is_not_reached_before_it_is_known_what_it_is_about()
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync("/anmeld/start/barn");
        await visitor.PressAsync("Næste", ("Danger", "no"));

        await visitor.OpenAsync("/anmeld/hjaelp");

        visitor.At.ShouldBe("/anmeld/velkommen");
    }

    public static TheoryData<string, string, string, bool?> Everybody => new(
        from role in new[] { "child", "parent", "bystander", "employee", "professional" }
        from category in ReportCategories.All
        from age in new[] { "under-15", "15-17", "18-plus", "employee", "unknown-age" }
        select (role, category.Code, age, (bool?)(category.Evidence == EvidenceRule.RestrictedUnlessAdult ? age == "under-15" : null)));

    [Theory]
    [MemberData(nameof(Everybody))]
    public void Every_answer_leads_somewhere_and_where_no_file_may_come_nobody_is_told_to_take_a_picture(string role, string category, string age, bool? minor)
    {
        var answers = new DraftAnswers { Role = role, Category = category, HelpAge = age, AffectedIs = role == "employee" ? "me" : "other", MayShowMinorSexually = minor };
        IEnumerable<string?> relations = HelpAnswers.Next(answers) is { } asked ? asked.Options.Select(option => (string?)option.Id) : [null];
        foreach (var relation in relations)
        {
            var result = HelpAnswers.Classify(answers with { HelpRelation = relation }, RuleBook.Default);
            result.Text.Da.ShouldContain("kan være");
            HelpAnswers.Next(answers with { HelpRelation = relation ?? "stranger" }).ShouldBeNull();
            if (ReportFlow.IsRestricted(answers))
            {
                result.Evidence.ShouldBe(EvidenceRule.Restricted);
                result.DoFirst.ShouldNotContain(line => line.En.StartsWith("Take screenshots", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void What_a_child_reads_is_easy_to_read()
    {
        foreach (var outcome in ClassificationTree.Default.Questions.SelectMany(question => question.Options.Select(option => option.Child.Da).Prepend(question.Child.Da)))
        {
            Lix.Of(outcome + ".").ShouldBeLessThan(Lix.ChildLimit + 20, outcome);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>?> SentAnswersAsync(bool attach)
    {
        using var visitor = await ToStoryAsync("barn", "other", "threat");
        await visitor.OpenAsync("/anmeld/hjaelp");
        await visitor.PressAsync("Næste", ("Choice", "15-17"));
        await visitor.PressAsync("Næste", ("Choice", "stranger"));
        await visitor.PressAsync("Skriv videre", attach ? [("Attach", "true")] : []);
        await visitor.PressAsync("Næste", ("Story", "De truer en fra klassen."));
        await visitor.PressAsync("Næste", ("Day", "unknown"));
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste", ("Show", "skip"));
        await visitor.PressAsync("Næste", ("Adult", "no"));
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste", ("Tell", "no"));
        visitor.At.ShouldBe("/anmeld/tjek");
        visitor.Main.Contains("Svar, du sender med", StringComparison.Ordinal).ShouldBe(attach);
        await visitor.PressAsync("Send");
        var number = visitor.Page.QuerySelector(".v-slip__number strong")!.TextContent.Trim();
        return (await StaffReports.ReadAsync(web.Town.Town, web.Town["nogle1"], number)).Value.Content.Answers;
    }

    private async Task<PublicBrowser> ToStoryAsync(string who, string affected, string category)
    {
        var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync($"/anmeld/start/{who}?enhed=TANG-4172");
        await visitor.PressAsync("Næste", ("Danger", "no"));
        await visitor.PressAsync("Begynd");
        await visitor.PressAsync("Næste", ("Who", affected));
        await visitor.PressAsync("Næste", ("Category", category));
        visitor.At.ShouldBe("/anmeld/fortael");
        return visitor;
    }
}
