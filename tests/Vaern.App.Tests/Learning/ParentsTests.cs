using Shouldly;
using Vaern.App.Intake;
using Vaern.App.Learning.Library;
using Vaern.App.Learning.Parents;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Learning;

/// <summary>Parents: the kit, figures that may be shown, the pulse that is nobody's, lessons in total only, a question that names nobody.</summary>
public sealed class ParentsTests : IAsyncLifetime
{
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        await LearningPeople.JoinAsync(town);
        town.Clock.SetDanish(2027, 3, 1, 15);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    public static TheoryData<int, int> Kits
    {
        get
        {
            var kits = new TheoryData<int, int>();
            foreach (var grade in Enumerable.Range(0, 10))
            {
                Array.ForEach(Kit.Lengths, minutes => kits.Add(grade, minutes));
            }

            return kits;
        }
    }

    [Theory]
    [MemberData(nameof(Kits))]
    public void Every_grade_and_length_has_a_kit_whose_agenda_takes_that_long(int grade, int minutes)
    {
        foreach (var language in new[] { "da", "en" })
        {
            var kit = Kit.Of(grade, minutes, language, "Fjordby Kommune", "https://vaern.fjordby.example/raad/6-klasse/foraelder").ShouldNotBeNull();
            kit.Agenda.Sum(point => point.Minutes).ShouldBe(minutes);
            kit.Slides.Count.ShouldBeGreaterThanOrEqualTo(6);
            kit.Quiz.ShouldAllBe(question => question.Figure == null || LocalFigure.Questions.Contains(question.Figure));
            kit.Quiz.ShouldContain(question => question.Figure != null);
            kit.Hard.Count.ShouldBeGreaterThanOrEqualTo(4);
            kit.Message.ShouldContain("https://vaern.fjordby.example");
            (kit.Message + kit.TalkCard + string.Concat(kit.Slides.Select(slide => slide.Markdown))).ShouldNotContain("{{");
            kit.Slides.Any(slide => slide.Title.Contains("delt") || slide.Title.Contains("shared")).ShouldBeTrue("both sides are covered");
        }
    }

    [Theory]
    [InlineData(10, 45)]
    [InlineData(-1, 45)]
    [InlineData(6, 44)]
    public void There_is_no_kit_for_other_grades_and_lengths(int grade, int minutes) => Kit.Of(grade, minutes, "da", "Fjordby", "").ShouldBeNull();

    [Theory]
    [InlineData("2027-02-28", 3, 4, "expired-newer")]
    [InlineData("2027-02-28", 3, 3, "expired")]
    [InlineData("2027-08-31", 3, 4, "newer")]
    [InlineData("2027-08-31", 3, 3, null)]
    public void An_evening_says_when_its_kit_has_expired_or_a_newer_has_come(string expires, int planned, int newest, string? mark) =>
        new ParentMeeting(Guid.Empty, "E-2027-001", default, 6, 45, planned, DateOnly.Parse(expires, System.Globalization.CultureInfo.InvariantCulture), new DateOnly(2027, 3, 2), 24, "", default, default, 1)
            .KitMark(newest, new DateOnly(2027, 3, 1)).ShouldBe(mark);

    [Fact]
    public async Task A_pulse_is_counted_without_a_row_a_person_and_shown_only_when_it_is_closed()
    {
        await LearningPeople.SkipAsync(town, "E", 2027, 5);
        var asked = new NewMeeting(Guid.CreateVersion7(), 6, 45, new DateOnly(2027, 3, 2), 24);
        var number = (await ParentMeetings.PlanAsync(town.Town, town["laerer2"], asked, Cancel)).Value;
        (await ParentMeetings.PlanAsync(town.Town, town["laerer2"], asked, Cancel)).Value.ShouldBe(number);
        number.ShouldBe("E-2027-006");
        var meeting = await MeetingAsync(number);
        (meeting.KitVersion, meeting.Grade, meeting.Unit).ShouldBe((3, 6, town.Fyrlund.Id));

        (await AnswerAsync(meeting, "after", true, "efter-i-utide-0001")).Error.Code.ShouldBe("pulse.closed", "after begins on the day");
        town.Clock.SetDanish(2027, 3, 2, 19, 5);
        for (var n = 0; n < 19; n++)
        {
            (await AnswerAsync(meeting, "before", n < 8, $"foer-{n:00000000000000}")).IsOk.ShouldBeTrue();
        }

        (await AnswerAsync(meeting, "before", true, "foer-00000000000000")).IsOk.ShouldBeTrue("the same form once more is no error, and counts once");
        town.Clock.SetDanish(2027, 3, 2, 20, 30);
        (await ParentMeetings.ByHandAsync(town.Town, town["laerer2"], number, "after", 12, 17, Cancel)).IsOk.ShouldBeTrue();
        (await ParentMeetings.ByHandAsync(town.Town, town["laerer2"], number, "after", 18, 17, Cancel)).Error.Code.ShouldBe("pulse.numbers");
        (await ParentMeetings.ByHandAsync(town.Town, town["laerer1"], number, "after", 1, 17, Cancel)).Error.Code.ShouldBe("meeting.not-found", "another school's");
        (await PulseAsync(number)).ShouldAllBe(result => !result.Closed && result.Total == null);

        town.Clock.SetDanish(2027, 3, 3, 8);
        (await PulseAsync(number)).ShouldBe([new PulseResult("before", 8, 19, true), new PulseResult("after", 12, 17, true)]);
        (await PulseAsync(number)).Select(result => result.Percent).ShouldBe([42, 71]);
        (await AnswerAsync(meeting, "before", true, "foer-99999999999999")).Error.Code.ShouldBe("pulse.closed");

        (await ValueAsync<long>("select count(*) from pulse_count")).ShouldBe(2, "a row a phase, none a person");
        town.Clock.SetDanish(2027, 3, 5, 8);
        await PublicCounts.ForgetTokensAsync(town.Town, Cancel);
        (await ValueAsync<long>("select count(*) from pulse_token")).ShouldBe(0);
    }

    [Fact]
    public async Task Four_answers_show_nothing_and_the_web_cannot_read_the_counts_past_the_query()
    {
        var number = (await ParentMeetings.PlanAsync(town.Town, town["laerer2"], new NewMeeting(Guid.CreateVersion7(), 6, 45, new DateOnly(2027, 3, 2), 24), Cancel)).Value;
        var meeting = await MeetingAsync(number);
        for (var n = 0; n < 4; n++)
        {
            await AnswerAsync(meeting, "before", true, $"foer-{n:00000000000000}");
        }

        town.Clock.SetDanish(2027, 3, 3, 8);
        (await PulseAsync(number)).ShouldAllBe(result => result.Closed && result.Total == null && result.Yes == null);
        await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["laerer2"].Account.Value), Cancel);
        await Should.ThrowAsync<Npgsql.PostgresException>(() => work.SingleAsync<long>("select sum(total) from pulse_count", cancel: Cancel));
    }

    [Theory]
    [InlineData("2027-02-28", 24, "meeting.day")]
    [InlineData("2028-04-01", 24, "meeting.day")]
    [InlineData("2027-03-02", 0, "meeting.invited")]
    [InlineData("2027-03-02", 401, "meeting.invited")]
    public async Task An_evening_has_a_day_to_come_and_families(string day, int invited, string code) =>
        (await ParentMeetings.PlanAsync(town.Town, town["laerer2"], new NewMeeting(Guid.CreateVersion7(), 6, 45, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), invited), Cancel)).Error.Code.ShouldBe(code);

    [Fact]
    public async Task Another_school_does_not_see_the_evening_and_somebody_without_a_school_plans_none()
    {
        var number = (await ParentMeetings.PlanAsync(town.Town, town["laerer2"], new NewMeeting(Guid.CreateVersion7(), 6, 45, new DateOnly(2027, 3, 2), 24), Cancel)).Value;
        (await ParentMeetings.OneAsync(town.Town, town["laerer1"], number, Cancel)).Error.Code.ShouldBe("meeting.not-found");
        (await ParentMeetings.OneAsync(town.Town, town["leder2"], number, Cancel)).IsOk.ShouldBeTrue();
        (await ParentMeetings.OneAsync(town.Town, town["tryg1"], number, Cancel)).IsOk.ShouldBeTrue();
        (await ParentMeetings.PlanAsync(town.Town, town["sagsb1"], new NewMeeting(Guid.CreateVersion7(), 6, 45, new DateOnly(2027, 3, 2), 24), Cancel)).Error.Code.ShouldBe("meeting.unit");
    }

    [Theory]
    [InlineData(19, 214, true)]
    [InlineData(4, 214, false)]
    [InlineData(210, 214, false)]
    [InlineData(5, 9, false)]
    [InlineData(5, 10, true)]
    public async Task A_figure_is_shown_of_ten_answers_and_five_on_either_side(int yes, int answers, bool shown)
    {
        var entered = await LocalFigures.EnterAsync(town.Town, town["tryg1"], Figure(yes, answers), Cancel);
        entered.IsOk.ShouldBe(shown);
        // Past the handler too: whatever came into the table, the query does not give it.
        await using (var work = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync(
                "insert into local_figure (id, grade, question, yes, answers, body, measured_on, shown_until, made_by, made_at) values (@id, 5, 'left-out', @yes, @answers, '\\x00', '2027-01-15', '2027-12-31', @me, @now)",
                new { id = Guid.CreateVersion7(), yes, answers, me = town["tryg1"].Account.Value, now = work.Now }, Cancel);
            (await work.SingleAsync<long>("select count(*) from shown_figures(5, '2027-03-01')", cancel: Cancel)).ShouldBe(shown ? 1 : 0);
        }

        (await LocalFigures.ShownAsync(town.Town, 6, Cancel)).Count.ShouldBe(shown ? 1 : 0);
    }

    [Fact]
    public async Task A_figure_ends_on_its_day_and_is_the_teams_to_enter()
    {
        (await LocalFigures.EnterAsync(town.Town, town["laerer2"], Figure(19, 214), Cancel)).Error.Code.ShouldBe("figure.not-found");
        (await LocalFigures.EnterAsync(town.Town, town["tryg1"], Figure(19, 214), Cancel)).IsOk.ShouldBeTrue();
        var figure = (await LocalFigures.ShownAsync(town.Town, 6, Cancel)).ShouldHaveSingleItem();
        (figure.Percent, figure.Source).ShouldBe((9, "Trivselsspørgsmål, januar 2027"));
        town.Clock.SetDanish(2028, 1, 2, 10);
        (await LocalFigures.ShownAsync(town.Town, 6, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lessons_are_counted_in_total_and_shown_for_the_days_around_an_evening()
    {
        var number = (await ParentMeetings.PlanAsync(town.Town, town["laerer2"], new NewMeeting(Guid.CreateVersion7(), 6, 45, new DateOnly(2027, 3, 2), 24), Cancel)).Value;
        town.Clock.SetDanish(2027, 3, 2, 20);
        foreach (var language in new[] { "da", "en", "ar", "uk" })
        {
            await PublicCounts.LessonAsync(town.Town, Library.Find("lektion", "1-tre-saetninger", language)!, completed: false, Cancel);
        }

        await PublicCounts.LessonAsync(town.Town, Library.Find("lektion", "1-tre-saetninger", "ar")!, completed: true, Cancel);
        (await ParentMeetings.OneAsync(town.Town, town["laerer2"], number, Cancel)).Value.Lessons.ShouldBe([new LessonCount("1-tre-saetninger", 4, 1)]);
    }

    [Fact]
    public async Task A_parents_question_is_masked_before_it_is_kept_and_answered_within_a_working_day()
    {
        town.Clock.SetDanish(2027, 3, 3, 20, 10);
        const string Text = "Min søn siger, at Oscar Prøvesen sender grimme film. Hvad gør jeg?";
        AskAHuman.SignsOf(town.Town, Text).ShouldBe(new QuestionSigns(true, false, false));
        (await AskAHuman.SendAsync(town.Town, Text, false, "da", "formularens-eget-tal", Cancel)).Error.Code.ShouldBe("question.names");
        (await ValueAsync<long>("select count(*) from report")).ShouldBe(0);

        var receipt = (await AskAHuman.SendAsync(town.Town, Text, true, "da", "formularens-eget-tal", Cancel)).Value;
        (await AskAHuman.SendAsync(town.Town, Text, true, "da", "formularens-eget-tal", Cancel)).Value.Number.ShouldBe(receipt.Number);
        receipt.ReplyBy.ShouldBe(new DateTimeOffset(2027, 3, 4, 20, 10, 0, TimeSpan.FromHours(1)));
        var mailbox = (await Mailboxes.OpenAsync(town.Town, (await Mailboxes.FindAsync(town.Town, receipt.Words, Cancel)).Value, Cancel)).Value;
        mailbox.Story.ShouldContain("[person]");
        mailbox.Story.ShouldNotContain("Prøvesen");
        (await StaffReports.ReadAsync(town.Town, town["tryg1"], receipt.Number, Cancel)).IsOk.ShouldBeTrue("the team reads it");
        (await StaffReports.ReadAsync(town.Town, town["laerer2"], receipt.Number, Cancel)).IsOk.ShouldBeFalse();
    }

    [Theory]
    [InlineData("Findes der en app, der kan se alt, hvad hun skriver?", false, true)]
    [InlineData("Skal jeg læse med i hans beskeder?", false, true)]
    [InlineData("Hendes papfar slår hende, siger hun.", true, false)]
    [InlineData("Hvor meget skærmtid er passende?", false, false)]
    public void Signs_are_answered_before_anything_is_sent(string text, bool harm, bool watching)
    {
        var signs = AskAHuman.SignsOf(town.Town, text);
        (signs.Harm, signs.Watching).ShouldBe((harm, watching));
    }

    [Theory]
    [InlineData("", "formularens-eget-tal", "question.empty")]
    [InlineData("Hvad gør jeg?", "kort", "question.token")]
    public async Task A_question_without_words_or_form_is_refused(string text, string token, string code) =>
        (await AskAHuman.SendAsync(town.Town, text, false, "da", token, Cancel)).Error.Code.ShouldBe(code);

    private static NewFigure Figure(int yes, int answers) =>
        new(Guid.CreateVersion7(), 6, "shared-picture", yes, answers, "Trivselsspørgsmål, januar 2027", new DateOnly(2027, 1, 15), new DateOnly(2027, 12, 31));

    private Task<Result<bool>> AnswerAsync(ParentMeeting meeting, string phase, bool yes, string token) => PublicCounts.AnswerAsync(town.Town, meeting.PulseCode, phase, yes, token, Cancel);

    private async Task<ParentMeeting> MeetingAsync(string number) => (await ParentMeetings.OneAsync(town.Town, town["laerer2"], number, Cancel)).Value.Meeting;

    private async Task<IReadOnlyList<PulseResult>> PulseAsync(string number) => (await ParentMeetings.OneAsync(town.Town, town["laerer2"], number, Cancel)).Value.Pulse;

    private async Task<T> ValueAsync<T>(string sql)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<T>(sql, cancel: Cancel);
    }
}
