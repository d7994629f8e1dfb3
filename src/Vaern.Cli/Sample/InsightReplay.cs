using System.Globalization;
using System.Text.Json;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Measures;
using Vaern.App.Insight.Surveys;
using Vaern.App.Learning.Courses;
using Vaern.Rules;

namespace Vaern.Cli.Sample;

/// <summary>Surveys that were answered and closed, one that is open, courses with orders, a beginning of a grade plan, measures and the log, made by the commands that the pages run.</summary>
internal sealed class InsightReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff, IReadOnlyDictionary<string, UnitId> units)
{
    private readonly Dictionary<string, Guid> courses = [];
    private readonly Dictionary<(string Course, int At), Guid> sessions = [];

    /// <summary>Every step of <c>insight.json</c> with its moment.</summary>
    public IEnumerable<(DateTimeOffset At, Func<Task> Run)> Steps(CancellationToken cancel)
    {
        using var stream = SampleFiles.Open("insight.json");
        var file = JsonDocument.Parse(stream).RootElement;
        foreach (var survey in file.GetProperty("surveys").EnumerateArray())
        {
            var asked = new NewSurvey(
                survey.Text("audience"), [.. QuestionBank.Of(survey.Text("audience")).Items.Where(item => item.Trait is null).Select(item => item.Key)], Instant(survey.Text("opens")), Instant(survey.Text("closes")));
            yield return (At(survey), () => SurveyAsync(survey, asked, cancel));
            if (asked.ClosesAt < moments.LoadedAt)
            {
                yield return (asked.ClosesAt, () => SurveyRounds.RunAsync(town, cancel));
            }
        }

        foreach (var course in file.GetProperty("courses").EnumerateArray())
        {
            yield return (At(course), () => CourseAsync(course, cancel));
        }

        foreach (var order in file.GetProperty("orders").EnumerateArray())
        {
            var id = Guid.CreateVersion7();
            yield return (At(order), () => OrderAsync(order, id, cancel));
            if (order.TryGetProperty("useful", out var useful))
            {
                yield return (moments.At("-5wd 12:00"), async () => Must(await CourseOrders.EvaluateAsync(town, By(order), id, useful.GetInt32(), true, cancel), order));
            }
        }

        foreach (var own in file.GetProperty("gradePlan").EnumerateArray())
        {
            yield return (At(own), async () => Must(await GradePlans.AddAsync(
                town, By(own), units[own.Text("unit")], Guid.CreateVersion7(), SchoolYear.Of(DanishTime.DayOf(moments.LoadedAt)), own.GetProperty("grade").GetInt32(), own.GetProperty("month").GetInt32(), own.Text("title"), cancel), own));
        }

        foreach (var measure in file.GetProperty("measures").EnumerateArray())
        {
            yield return (At(measure), async () => Must(await MeasureRegister.AddAsync(
                town, By(measure), Guid.CreateVersion7(),
                new NewMeasure(
                    measure.Text("kind"), measure.Text("audience"), measure.GetProperty("from").GetInt32(), measure.GetProperty("to").GetInt32(), measure.Text("effect"),
                    DanishTime.DayOf(moments.LoadedAt).AddYears(-measure.GetProperty("years").GetInt32()), new MeasureWords(measure.Text("name"), measure.Text("what"), measure.TextOrNull("words"))), cancel), measure));
        }

        foreach (var line in file.GetProperty("log").EnumerateArray())
        {
            yield return (At(line), async () => Must(await MeasureRegister.WriteAsync(
                town, By(line), Guid.CreateVersion7(), line.Flag("limit"), DanishTime.DayOf(town.Now), line.Flag("national"), new ExperienceWords(line.Text("what"), line.Text("why"), line.TextOrNull("wish")), cancel), line));
        }

        // Last, so that the quarters are counted from all that came before.
        yield return (moments.LoadedAt, () => FigureRounds.RunAsync(town, cancel));
    }

    private async Task SurveyAsync(JsonElement survey, NewSurvey asked, CancellationToken cancel)
    {
        var eva = staff["analyse1"];
        // The sample's clock stands still during a step; a survey that opens later is drafted as open now.
        var number = SampleLoader.Must(await SurveyDesk.DraftAsync(town, eva, Guid.CreateVersion7(), asked with { OpensAt = town.Now }, cancel), "survey");
        var codes = new List<(string Code, int At)>();
        if (survey.TryGetProperty("schools", out var schools))
        {
            foreach (var school in schools.EnumerateObject())
            {
                var made = SampleLoader.Must(await SurveyCodes.MakeAsync(town, eva, number, Guid.CreateVersion7(), units[school.Name], school.Value[0].GetInt32(), false, cancel), "codes");
                codes.AddRange(made.Take(school.Value[1].GetInt32()).Select((code, at) => (code, at)));
            }
        }
        else
        {
            var made = SampleLoader.Must(await SurveyCodes.MakeAsync(town, eva, number, Guid.CreateVersion7(), null, survey.GetProperty("invited").GetInt32(), false, cancel), "codes");
            codes.AddRange(made.Take(survey.GetProperty("answered").GetInt32()).Select((code, at) => (code, at)));
        }

        Must(await SurveyDesk.OpenAsync(town, eva, number, 1, cancel), survey);
        foreach (var (code, at) in codes)
        {
            Must(await AnswerSurvey.SendAsync(town, code, survey.TryGetProperty("answers", out var answers) ? Leader(answers, at) : Pupil(at), cancel), survey);
        }
    }

    // The first so many gave the first answer, the next so many the second; what is left skipped the question.
    private static Dictionary<string, IReadOnlyList<string>> Leader(JsonElement answers, int at)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var question in answers.EnumerateObject())
        {
            var before = 0;
            foreach (var answer in question.Value.EnumerateObject())
            {
                before += answer.Value.GetInt32();
                if (at < before)
                {
                    given[question.Name] = [answer.Name];
                    break;
                }
            }
        }

        return given;
    }

    private static Dictionary<string, IReadOnlyList<string>> Pupil(int at) => new()
    {
        ["p1"] = [at % 9 == 0 ? "often" : at % 11 == 0 ? "once" : "no"],
        ["p2"] = [at % 8 == 0 ? "yes" : at % 7 == 0 ? "dont-know" : "no"],
        ["p3"] = [at % 10 == 0 ? "yes" : at % 4 == 0 ? "no" : "not-relevant"],
        ["p4"] = [at % 3 == 0 ? "no" : "yes"],
        ["p5"] = [at % 5 == 0 ? "seldom" : at % 2 == 0 ? "always" : "often"],
        ["p6"] = [at % 4 == 0 ? "seldom" : "always"],
        ["p7"] = [at % 3 == 1 ? "yes" : "no"],
    };

    private async Task CourseAsync(JsonElement course, CancellationToken cancel)
    {
        var (key, id) = (course.Text("key"), Guid.CreateVersion7());
        courses[key] = id;
        int? Grade(string name) => course.TryGetProperty(name, out var grade) ? grade.GetInt32() : null;
        Must(await CourseCatalogue.AddAsync(
            town, By(course), id,
            new NewCourse(course.Text("kind"), course.Text("audience"), course.Text("supplier"), Grade("from"), Grade("to"), course.Flag("crisis"), new CourseWording(course.Text("title"), course.Text("about"), course.Text("name"), null)), cancel), course);
        foreach (var (at, session) in course.GetProperty("sessions").EnumerateArray().Index())
        {
            var starts = Instant($"{session.Text("day")} {session.Text("time")}");
            Must(await CourseCatalogue.AddSessionAsync(
                town, By(course), id, sessions[(key, at)] = Guid.CreateVersion7(), starts, starts.AddMinutes(session.GetProperty("minutes").GetInt32()), session.GetProperty("capacity").GetInt32(), session.Text("place"), cancel), course);
        }
    }

    private async Task OrderAsync(JsonElement order, Guid id, CancellationToken cancel)
    {
        var key = order.Text("course");
        var session = order.TryGetProperty("session", out var at) ? sessions[(key, at.GetInt32())] : (Guid?)null;
        SampleLoader.Must(await CourseOrders.OrderAsync(town, By(order), units[order.Text("unit")], courses[key], session, order.GetProperty("grade").GetInt32(), id, cancel), $"order of {key}");
    }

    private DateTimeOffset At(JsonElement step) => moments.At(step.Text("at"));

    // Also ahead of the day of loading, where Moments.At stops.
    private DateTimeOffset Instant(string written)
    {
        var parts = written.Split(' ');
        return DanishTime.FirstReaching(moments.Day(parts[0]).ToDateTime(TimeOnly.ParseExact(parts[1], "HH:mm", CultureInfo.InvariantCulture)));
    }

    private StaffMember By(JsonElement step) => staff[step.Text("by")];

    private static void Must(Data.Result result, JsonElement step)
    {
        if (!result.IsOk)
        {
            throw new InvalidDataException($"The sample's step {step} was refused: {result.Error}");
        }
    }
}
