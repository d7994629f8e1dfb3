using Vaern.Rules;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;

namespace Vaern.Web.Tests.Localisation;

public sealed class GuidanceTests
{
    public static TheoryData<string> Names => [.. GuidanceTexts.Names];

    public static TheoryData<string> ForChildren => [.. GuidanceTexts.Names.Where(name => name.EndsWith(".barn", StringComparison.Ordinal)), "sider/om"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_guidance_stands_in_both_languages_with_somebody_who_answers_for_it(string name)
    {
        foreach (var language in Enum.GetValues<PageLanguage>())
        {
            var text = GuidanceTexts.Find(name, language).ShouldNotBeNull();
            text.Title.ShouldNotBeNullOrWhiteSpace();
            text.Owner.ShouldNotBeNullOrWhiteSpace();
            text.Reviewed.ShouldBeGreaterThan(new DateOnly(2026, 1, 1));
        }

        var (danish, english) = (GuidanceTexts.Find(name, PageLanguage.Danish)!.Markdown, GuidanceTexts.Find(name, PageLanguage.English)!.Markdown);
        Headings(english).ShouldBe(Headings(danish), "a heading in one language has its counterpart in the other");
    }

    [Theory]
    [MemberData(nameof(ForChildren))]
    public void Texts_for_children_are_easy_to_read(string name)
    {
        var text = GuidanceTexts.Find(name, PageLanguage.Danish)!;
        Lix.Of(text.Title + ".\n" + text.Markdown).ShouldBeLessThan(Lix.ChildLimit);
    }

    [Fact]
    public void The_questions_of_the_form_are_easy_to_read()
    {
        var texts = TextCatalogue.Shared.In(PageLanguage.Danish);
        var form = texts.Where(text => text.Key.Split('.')[0] is "report" or "within" or "receipt" or "done" or "gone" or "upload" or "answer" or "box" or "front"
            && !text.Key.EndsWith(".staff", StringComparison.Ordinal) && !text.Key.EndsWith(".parent", StringComparison.Ordinal));
        Lix.Of(string.Join('\n', form.Select(text => text.Value))).ShouldBeLessThan(Lix.ChildLimit);
        foreach (var (key, text) in form.Where(text => text.Value.Split(' ').Length > 12))
        {
            Lix.Of(text).ShouldBeLessThan(Lix.ChildLimit + 5, key);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Guidance_says_may_be_and_never_is_about_the_law(string name)
    {
        string[] verdicts = ["er ulovlig", "er strafbar", "er forbudt", "is illegal", "is an offence", "is a crime", "are illegal"];
        foreach (var language in Enum.GetValues<PageLanguage>())
        {
            foreach (var verdict in verdicts)
            {
                GuidanceTexts.Find(name, language)!.Markdown.ShouldNotContain(verdict, Case.Insensitive);
            }
        }
    }

    [Fact]
    public void No_guidance_tells_anyone_to_copy_or_pass_on_a_sexual_picture_of_a_child()
    {
        foreach (var name in GuidanceTexts.Names.Where(name => name.StartsWith("raad/billede", StringComparison.Ordinal)))
        {
            var text = GuidanceTexts.Find(name, PageLanguage.Danish)!.Markdown;
            text.ShouldContain("ikke", Case.Insensitive);
            text.Split('\n').Where(line => line.Contains("skærmbillede", StringComparison.OrdinalIgnoreCase)).ShouldAllBe(line => line.Contains("ikke"));
        }
    }

    [Fact]
    public void Every_card_has_its_steps_in_both_languages_and_numbers_from_the_contact_register()
    {
        ActionCards.All.Keys.ShouldBe(["afpresning", "ansat", "bekymring", "billede", "falsk-profil", "mobning", "private-oplysninger", "trussel"], ignoreOrder: true);
        foreach (var card in ActionCards.All.Values)
        {
            card.Steps.Count.ShouldBeInRange(3, 6);
            card.Steps.SelectMany(step => step.Lines).ShouldAllBe(line => line.Da.Length > 0 && line.En.Length > 0);
            card.Steps.ShouldContain(step => step.Kind == CardStepKind.Stop);
            card.Help.ShouldAllBe(id => RuleBook.Default.Contacts.Any(contact => contact.Id == id));
            card.Note.Da.ShouldNotContain("er ulovlig");
        }
    }

    private static int Headings(string markdown) => markdown.Split('\n').Count(line => line.StartsWith("## ", StringComparison.Ordinal));
}
