using System.Text.Json;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Insight.Readiness;
using Vaern.App.Learning.KeyPersons;
using Vaern.App.Plans.Strategies;
using Vaern.Rules;

namespace Vaern.Cli.Sample;

/// <summary>Plans of units in different states, self-reviews, key persons and statements, made by the commands that the pages run.</summary>
internal sealed class PlanReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff, IReadOnlyDictionary<string, UnitId> units)
{
    /// <summary>Every step of <c>plans.json</c> with its moment.</summary>
    public IEnumerable<(DateTimeOffset At, Func<Task> Run)> Steps(CancellationToken cancel)
    {
        using var stream = SampleFiles.Open("plans.json");
        var file = JsonDocument.Parse(stream).RootElement;
        foreach (var plan in file.GetProperty("plans").EnumerateArray())
        {
            yield return (At(plan), () => WriteAsync(plan, cancel));
            if (plan.TryGetProperty("decided", out var decided))
            {
                yield return (At(decided), () => DecideAsync(plan, decided, cancel));
            }

            if (plan.TextOrNull("publish") is { } publish)
            {
                yield return (moments.At(publish), () => PublishAsync(plan, cancel));
            }
        }

        foreach (var review in file.GetProperty("reviews").EnumerateArray())
        {
            yield return (At(review), () => ReviewAsync(review, cancel));
        }

        foreach (var person in file.GetProperty("keyPersons").EnumerateArray())
        {
            yield return (At(person), () => KeyPersonAsync(person, cancel));
        }

        foreach (var said in file.GetProperty("statements").EnumerateArray())
        {
            yield return (At(said), async () =>
                Must(await StateReadiness.HandleAsync(town, By(said), Unit(said), Guid.CreateVersion7(), said.Text("criterion"), moments.Day(said.Text("on")), new StatementWords(said.Text("where")), cancel), said));
        }
    }

    private async Task WriteAsync(JsonElement plan, CancellationToken cancel)
    {
        var (by, unit, kind) = (By(plan), Unit(plan), plan.Text("kind"));
        if (plan.TryGetProperty("earlier", out var earlier))
        {
            SampleLoader.Must(await UnitPlans.RegisterEarlierAsync(town, by, unit, kind, moments.Day(earlier.Text("on")), earlier.Flag("digital"), cancel), "earlier plan");
        }

        SampleLoader.Must(await UnitPlans.OpenAsync(town, by, unit, kind, cancel), "plan");
        foreach (var chapter in plan.GetProperty("chapters").EnumerateArray())
        {
            var answers = chapter.GetProperty("answers").EnumerateObject().ToDictionary(answer => answer.Name, answer => answer.Value.GetString()!);
            SampleLoader.Must(await SaveChapter.HandleAsync(town, by, unit, kind, chapter.Text("chapter"), answers, 0, cancel), "chapter");
        }

        if (plan.TryGetProperty("heard", out var heard))
        {
            var day = moments.Day(heard.Text("on"));
            var today = DanishTime.DayOf(town.Now);
            SampleLoader.Must(await Hearings.RecordAsync(town, by, unit, kind, heard.Text("party"), day > today ? today : day, new HeardWords(heard.Text("said"), heard.TextOrNull("changed")), cancel), "hearing");
        }

        if (plan.TryGetProperty("link", out var link))
        {
            SampleLoader.Must(await Hearings.OpenLinkAsync(town, by, unit, kind, link.Text("party"), moments.Day(link.Text("closes")), cancel), "link");
        }
    }

    private async Task DecideAsync(JsonElement plan, JsonElement decided, CancellationToken cancel)
    {
        var (by, unit, kind) = (By(plan), Unit(plan), plan.Text("kind"));
        SampleLoader.Must(await DecidePlan.SubmitAsync(town, by, unit, kind, await VersionAsync(plan, cancel), cancel), "submission");
        string[] chapters = decided.TryGetProperty("which", out var which) ? [.. which.EnumerateArray().Select(one => one.GetString()!)] : [];
        var decision = new PlanDecision(decided.Text("outcome"), DanishTime.DayOf(town.Now), decided.TextOrNull("words"), chapters);
        SampleLoader.Must(await DecidePlan.RecordAsync(town, by, unit, kind, decision, await VersionAsync(plan, cancel), cancel), "decision");
    }

    private async Task PublishAsync(JsonElement plan, CancellationToken cancel) =>
        SampleLoader.Must(await PublishPlan.HandleAsync(town, By(plan), Unit(plan), plan.Text("kind"), await VersionAsync(plan, cancel), cancel), "publication");

    private async Task ReviewAsync(JsonElement review, CancellationToken cancel)
    {
        var (by, unit) = (By(review), Unit(review));
        SampleLoader.Must(await SelfReviews.BeginAsync(town, by, unit, cancel), "self-review");
        foreach (var answer in review.GetProperty("answers").EnumerateArray())
        {
            var words = new ReviewWords(answer.Text("words"), null);
            SampleLoader.Must(await SelfReviews.AnswerAsync(town, by, unit, answer.Text("aspect"), answer.GetProperty("level").GetInt32(), words, 0, cancel), "answer");
        }

        foreach (var action in review.GetProperty("actions").EnumerateArray())
        {
            Must(await UnitActions.AddAsync(
                town, by, unit, Guid.CreateVersion7(), "review", action.Text("aspect"), new ActionWords(action.Text("what"), action.Text("owner")), moments.Day(action.Text("due")), cancel), action);
        }

        if (review.Flag("done"))
        {
            SampleLoader.Must(await SelfReviews.FinishAsync(town, by, unit, cancel), "self-review");
        }
    }

    private async Task KeyPersonAsync(JsonElement person, CancellationToken cancel)
    {
        var (by, unit, id) = (By(person), Unit(person), Guid.CreateVersion7());
        var words = new KeyPersonWords(person.Text("name"), person.TextOrNull("contact"), person.TextOrNull("deputy"), person.TextOrNull("deputyContact"), null);
        Must(await KeyPersonRegister.AddAsync(town, by, unit, id, words, DanishTime.DayOf(town.Now), cancel), person);
        foreach (var course in person.GetProperty("courses").EnumerateArray())
        {
            Must(await KeyPersonRegister.AddCourseAsync(town, by, unit, id, Guid.CreateVersion7(), new CourseWords(course.Text("course"), course.Text("who")), moments.Day(course.Text("on")), cancel), course);
        }
    }

    private async Task<int> VersionAsync(JsonElement plan, CancellationToken cancel) =>
        SampleLoader.Must(await UnitPlans.ReadAsync(town, By(plan), Unit(plan), plan.Text("kind"), cancel), "plan").Open!.Version;

    private DateTimeOffset At(JsonElement step) => moments.At(step.Text("at"));

    private StaffMember By(JsonElement step) => staff[step.Text("by")];

    private UnitId Unit(JsonElement step) => units[step.Text("unit")];

    private static void Must(Data.Result result, JsonElement step)
    {
        if (!result.IsOk)
        {
            throw new InvalidDataException($"The sample's step {step} was refused: {result.Error}");
        }
    }
}
