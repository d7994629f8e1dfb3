using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vaern.App.Cases;
using Vaern.Rules;

namespace Vaern.App.Tests.Cases;

/// <summary>The playbooks as data: complete, in both languages, readable, and never at odds with what must not be done.</summary>
public sealed partial class PlaybookTests
{
    // Staff read under stress; 45 is where LIX begins to call a text difficult.
    private const double StaffLimit = 45;

    public static TheoryData<string> Books => [.. Playbook.All.Select(book => book.Id)];

    [Fact]
    public void Every_track_has_a_playbook_in_both_regimes()
    {
        foreach (var track in OpenCase.Tracks)
        {
            Playbook.For(track, "ordinary")!.Track.ShouldBe(track);
            Playbook.For(track, "restricted")!.Id.ShouldBe("P-BILLEDE");
        }
    }

    [Fact]
    public void The_ten_playbooks_ship() =>
        Playbook.All.Select(book => book.Id).ShouldBe(
            ["P-AFPRESNING", "P-ANDET", "P-ANSAT", "P-BARN", "P-BEKYMRING", "P-BILLEDE", "P-DOXXING", "P-FALSK-PROFIL", "P-MOBNING", "P-TRUSSEL"]);

    [Theory]
    [InlineData("school", "threat", "P-TRUSSEL")]
    [InlineData("school", "sextortion", "P-AFPRESNING")]
    [InlineData("other", "false-profile", "P-FALSK-PROFIL")]
    [InlineData("school", "private-information-shared", "P-DOXXING")]
    [InlineData("school", "adult-contacting-child", "P-BEKYMRING")]
    [InlineData("school", "digital-bullying", "P-MOBNING")]
    [InlineData("workplace", "threat", "P-ANSAT")]
    [InlineData("child", "threat", "P-BARN")]
    public void The_category_chooses_where_the_track_has_no_playbook_of_its_own_for_it(string track, string category, string book) =>
        Playbook.For(track, "ordinary", category)!.Id.ShouldBe(book);

    [Fact]
    public void Categories_that_choose_a_playbook_exist_and_choose_one() =>
        Playbook.All.SelectMany(book => book.Categories).Order().ShouldBe(
            ReportCategories.All.Select(category => category.Code).Where(code => Playbook.All.Any(book => book.Categories.Contains(code))).Order());

    [Theory]
    [MemberData(nameof(Books))]
    public void Every_step_names_who_does_it_when_and_a_source_that_exists(string id)
    {
        var book = Book(id);
        var sources = RuleBook.Default.All.Where(rule => rule.IsShown).Select(rule => rule.Id).Concat(book.Sources.Select(source => source.Key)).ToHashSet();

        book.Steps.Where(step => !sources.Contains(step.Source)).Select(step => step.Source).ShouldBeEmpty();
        book.Steps.ShouldAllBe(step => RuleBook.Roles.Any(role => role.Key == step.Role));
        book.Steps.ShouldAllBe(step => step.Time.Da.Length > 0 && step.Time.Da.Length <= 45 && step.Time.Da != step.Time.En);
        book.Sources.Where(source => !book.Steps.Any(step => step.Source == source.Key)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Books))]
    public void Every_playbook_has_an_owner_a_version_and_the_day_it_was_reviewed(string id)
    {
        var book = Book(id);

        book.Owner.Da.ShouldNotBeNullOrWhiteSpace();
        book.Version.ShouldBeGreaterThan(0);
        book.Reviewed.ShouldBeGreaterThan(new DateOnly(2026, 11, 1));
        book.Basis.Da.ShouldMatch("anbefaling|Rekonstruktion|gennemgås");
    }

    [Fact]
    public void Law_safety_goal_and_advice_are_told_apart()
    {
        Step("P-MOBNING", "handlingsplan").Kind.ShouldBe(StepKind.Law);
        Step("P-BILLEDE", "se-det-ikke").Kind.ShouldBe(StepKind.Safety);
        Step("P-BILLEDE", "leder").Kind.ShouldBe(StepKind.Goal);
        Step("P-MOBNING", "tag-imod").Kind.ShouldBe(StepKind.Recommendation);

        static PlaybookStep Step(string book, string key) => Book(book).Steps.Single(step => step.Key == key);
    }

    [Theory]
    [MemberData(nameof(Books))]
    public void Keys_are_unique_and_found_again_by_the_key_that_a_task_keeps(string id)
    {
        var book = Book(id);

        book.Steps.Select(step => step.Key).ShouldBeUnique();
        book.Steps.ShouldAllBe(step => KeyForm().IsMatch(step.Key));
        for (var i = 0; i < book.Steps.Count; i++)
        {
            Playbook.Find($"{id}/{book.Steps[i].Key}").ShouldBe((book, book.Steps[i], i + 1));
        }
    }

    [Theory]
    [MemberData(nameof(Books))]
    public void Every_text_stands_in_both_languages(string id) =>
        Texts(Book(id)).Where(text => string.IsNullOrWhiteSpace(text.Da) || string.IsNullOrWhiteSpace(text.En) || text.Da == text.En).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Books))]
    public void Rules_and_roles_that_are_named_exist(string id)
    {
        var rules = RuleBook.Default.All.Select(rule => rule.Id).ToHashSet();
        var roles = RuleBook.Roles.Select(role => role.Key).ToHashSet();

        Book(id).Steps.Where(step => step.Rule is not null && !rules.Contains(step.Rule)).ShouldBeEmpty();
        Book(id).Steps.Where(step => !roles.Contains(step.Role)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Books))]
    public void The_Danish_of_every_step_is_easy_to_read(string id)
    {
        var book = Book(id);

        Lix.Of(book.Basis.Da).ShouldBeLessThan(StaffLimit);
        book.Steps.Select(step => (step.Key, Index: Lix.Of(string.Join('\n', Texts(step).Select(text => text.Da)))))
            .Where(step => step.Index >= StaffLimit).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Books))]
    public void A_title_fits_a_task_and_a_sentence_to_say_carries_no_marks_of_its_own(string id)
    {
        Book(id).Steps.ShouldAllBe(step => step.Title.Da.Length <= 80 && step.Title.En.Length <= 90);
        Book(id).Steps.Where(step => step.Say is { } say && (say.Da + say.En).IndexOfAny(['»', '«', '"', '“', '!']) >= 0).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Books))]
    public void Nothing_is_a_verdict(string id) =>
        Sentences(Book(id)).Where(sentence => Verdict().IsMatch(sentence) && !Negated(sentence)).ShouldBeEmpty();

    [Fact]
    public void The_playbook_of_images_never_says_to_look_save_or_forward()
    {
        var telling = Sentences(Book("P-BILLEDE")).Where(sentence => Touching().IsMatch(sentence)).ToList();

        telling.Count.ShouldBeGreaterThan(10);
        telling.Where(sentence => !Negated(sentence)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Tag et skærmbillede af det.")]
    [InlineData("Bed om at få det vist.")]
    [InlineData("Send det videre til lederen.")]
    [InlineData("Åbn filen, og gem den.")]
    [InlineData("Forward it to the police.")]
    [InlineData("Look at the image.")]
    public void A_sentence_that_tells_to_touch_the_image_is_caught(string sentence) =>
        (Touching().IsMatch(sentence) && !Negated(sentence)).ShouldBeTrue();

    [Fact]
    public void The_order_of_the_first_hour_holds()
    {
        var keys = Book("P-BILLEDE").Steps.Select(step => step.Key).ToList();

        keys[..5].ShouldBe(["tak", "se-det-ikke", "telefonerne", "leder", "ring-114"]);
        keys.IndexOf("hvem-ringer-hjem").ShouldBeLessThan(keys.IndexOf("andre-foraeldre"));
        Book("P-BILLEDE").Steps.Single(step => step.Key == "underret").Rule.ShouldBe("D-01");
    }

    [Fact]
    public void The_employee_agrees_before_the_police_report()
    {
        var keys = Book("P-ANSAT").Steps.Select(step => step.Key).ToList();

        keys[0].ShouldBe("kontaktliste");
        keys[^1].ShouldBe("aarsrevision");
        keys.IndexOf("accept").ShouldBeLessThan(keys.IndexOf("politi"));
        keys.IndexOf("sikr-bevis").ShouldBeLessThan(keys.IndexOf("platform"));
        Book("P-ANSAT").Steps.Where(step => step.Key.StartsWith("samtale", StringComparison.Ordinal)).Select(step => step.DueDays).ShouldBe([7, 21, 56]);
    }

    [Theory]
    [InlineData("P-MOBNING")]
    [InlineData("P-ANSAT")]
    public void A_reconstruction_says_that_it_is_one(string id)
    {
        Book(id).Basis.Da.ShouldContain("Rekonstruktion");
        Book(id).Basis.En.ShouldContain("Reconstruction");
    }

    [Theory]
    [InlineData("""{"id":"P","version":1,"track":"x","regime":"y","categories":[],"card":null,"owner":{"da":"a","en":"b"},"reviewed":"2026-11-30","title":{"da":"a","en":"b"},"basis":{"da":"a","en":"b"},"sources":[],"steps":[],"extra":1}""")]
    [InlineData("""{"id":"P","version":1,"track":"x","regime":"y","categories":[],"card":null,"owner":{"da":"a","en":"b"},"reviewed":"2026-11-30","title":{"da":"a","en":"b","de":"c"},"basis":{"da":"a","en":"b"},"sources":[],"steps":[]}""")]
    [InlineData("""{"id":"P","version":1,"track":"x","regime":"y","categories":[],"card":null,"owner":{"da":"a","en":"b"},"reviewed":"2026-11-30","title":{"da":"a","en":"b"},"basis":{"da":"a","en":"b"},"sources":[]}""")]
    [InlineData("""{"id":"Q","id":"P","version":1,"track":"x","regime":"y","categories":[],"card":null,"owner":{"da":"a","en":"b"},"reviewed":"2026-11-30","title":{"da":"a","en":"b"},"basis":{"da":"a","en":"b"},"sources":[],"steps":[]}""")]
    [InlineData("""{"id":"P","version":1,"track":"x","regime":"y","categories":[],"card":null,"owner":{"da":"a","en":"b"},"reviewed":"2026-11-30","title":{"da":"a","en":null},"basis":{"da":"a","en":"b"},"sources":[],"steps":[]}""")]
    public void A_playbook_with_a_member_too_many_too_few_or_twice_is_refused(string json) =>
        Should.Throw<JsonException>(() => Playbook.Read(new MemoryStream(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void A_whole_playbook_is_read() =>
        Playbook.Read(new MemoryStream(Encoding.UTF8.GetBytes("""{"id":"P","version":1,"track":"x","regime":"y","categories":[],"card":null,"owner":{"da":"a","en":"b"},"reviewed":"2026-11-30","title":{"da":"a","en":"b"},"basis":{"da":"a","en":"b"},"sources":[],"steps":[]}"""))).Id.ShouldBe("P");

    private static Playbook Book(string id) => Playbook.All.Single(book => book.Id == id);

    private static IEnumerable<LocalText> Texts(Playbook book) => [book.Title, book.Basis, book.Owner, .. book.Sources.Select(source => source.Title), .. book.Steps.SelectMany(Texts)];

    private static IEnumerable<LocalText> Texts(PlaybookStep step) => new[] { step.Title, step.How, step.Say, step.Avoid, step.Time }.OfType<LocalText>();

    private static IEnumerable<string> Sentences(Playbook book) =>
        Texts(book).SelectMany(text => SentenceEnd().Split(text.Da).Concat(SentenceEnd().Split(text.En))).Where(sentence => sentence.Length > 0);

    private static bool Negated(string sentence) => Negation().IsMatch(sentence);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex KeyForm();

    [GeneratedRegex(@"(?<=[.!?:])\s+")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(ikke|aldrig|ingen|intet|uden|not|never|nobody|no|none|without)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Negation();

    [GeneratedRegex(@"\b(er|is|are)\s+(strafbar|ulovlig|skyldig|punishable|unlawful|guilty)|gerningsm|krænker(en)?\b|\boffender", RegexOptions.IgnoreCase)]
    private static partial Regex Verdict();

    // Words for looking, copying, saving and passing on, as orders or as nouns; reading a message aloud that the child has approved is none of them.
    [GeneratedRegex(
        @"\b(se det|se på|kig\w*|åbn\w*|vis|vist|vise|skærmbillede\w*|skærmprint\w*|gem|gemme|gemmer|kopi\w*|tag billede|videresend\w*|send det|sende det|del det|download\w*|hent det|upload\w*|vedhæft\w*|led i|"
        + @"look\w*|open\w*|show|view|see it|screenshot\w*|save\w*|copy|copies|forward\w*|send it|share it|pass it|attach\w*|search\w*)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Touching();
}
