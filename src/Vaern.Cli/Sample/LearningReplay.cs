using System.Text.Json;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Library;
using Vaern.App.Learning.Parents;
using Vaern.App.Learning.Sparring;
using Vaern.Rules;

namespace Vaern.Cli.Sample;

/// <summary>Questions to the safety team, an answer that became knowledge, figures and parents' evenings, made by the commands that the pages run.</summary>
internal sealed class LearningReplay(Municipality town, Moments moments, IReadOnlyDictionary<string, StaffMember> staff)
{
    /// <summary>Every step of <c>learning.json</c> with its moment.</summary>
    public IEnumerable<(DateTimeOffset At, Func<Task> Run)> Steps(CancellationToken cancel)
    {
        using var stream = SampleFiles.Open("learning.json");
        var file = JsonDocument.Parse(stream).RootElement;
        yield return (moments.At("-40wd 09:00"), async () => SampleLoader.Must(
            await AnswerSparring.SetLeadsAsync(town, staff["tryg1"], [.. file.GetProperty("leads").EnumerateArray().Select(lead => staff[lead.GetString()!].Account)], cancel), "leads"));
        foreach (var step in file.GetProperty("questions").EnumerateArray().SelectMany(question => Question(question, cancel)))
        {
            yield return step;
        }

        foreach (var figure in file.GetProperty("figures").EnumerateArray())
        {
            yield return (At(figure), async () => SampleLoader.Must(
                await LocalFigures.EnterAsync(
                    town, By(figure),
                    new NewFigure(
                        Guid.CreateVersion7(), figure.GetProperty("grade").GetInt32(), figure.Text("question"), figure.GetProperty("yes").GetInt32(), figure.GetProperty("answers").GetInt32(),
                        figure.Text("source"), moments.Day(figure.Text("measuredOn")), moments.Day(figure.Text("shownUntil"))),
                    cancel),
                "figure"));
        }

        foreach (var step in file.GetProperty("meetings").EnumerateArray().SelectMany(meeting => Meeting(meeting, cancel)))
        {
            yield return step;
        }
    }

    private IEnumerable<(DateTimeOffset, Func<Task>)> Question(JsonElement question, CancellationToken cancel)
    {
        var number = "";
        yield return (At(question), async () => number = SampleLoader.Must(
            await AskSparring.HandleAsync(town, By(question), new NewSparring(Guid.CreateVersion7(), "children", question.Text("topic"), question.Text("age"), question.Text("text"), true), cancel), "question"));
        if (question.TryGetProperty("answer", out var answer))
        {
            yield return (At(answer), async () =>
            {
                var version = SampleLoader.Must(await ReadSparring.OneAsync(town, By(answer), number, cancel), "question").Version;
                SampleLoader.Must(await AnswerSparring.HandleAsync(town, By(answer), number, Guid.CreateVersion7(), answer.Text("text"), true, version, cancel), "answer");
            });
        }

        if (question.TryGetProperty("helped", out var helped))
        {
            yield return (At(helped), async () =>
            {
                var version = SampleLoader.Must(await ReadSparring.OneAsync(town, By(question), number, cancel), "question").Version;
                SampleLoader.Must(await AskSparring.HelpedAsync(town, By(question), number, helped.Text("value"), version, cancel), "helped");
            });
        }

        if (question.TryGetProperty("knowledge", out var knowledge))
        {
            var item = "";
            yield return (At(knowledge), async () => item = SampleLoader.Must(
                await KnowledgeItems.WriteAsync(
                    town, By(knowledge), new NewKnowledge(Guid.CreateVersion7(), new KnowledgeWords(knowledge.Text("title"), knowledge.Text("text"), knowledge.Text("source")), "everyone", knowledge.Text("beside"), true), cancel),
                "knowledge"));
            yield return (moments.At(knowledge.Text("reviewedAt")), async () => SampleLoader.Must(
                await KnowledgeItems.ReviewAsync(town, staff[knowledge.Text("reviewedBy")], item, DanishTime.DayOf(town.Now).AddMonths(6), 1, cancel), "review"));
        }
    }

    private IEnumerable<(DateTimeOffset, Func<Task>)> Meeting(JsonElement meeting, CancellationToken cancel)
    {
        var number = "";
        yield return (At(meeting), async () => number = SampleLoader.Must(
            await ParentMeetings.PlanAsync(
                town, By(meeting),
                new NewMeeting(Guid.CreateVersion7(), meeting.GetProperty("grade").GetInt32(), meeting.GetProperty("minutes").GetInt32(), moments.Day(meeting.Text("heldOn")), meeting.GetProperty("invited").GetInt32()),
                cancel),
            "meeting"));
        if (meeting.TextOrNull("countedAt") is not { } counted)
        {
            yield break;
        }

        yield return (moments.At(counted), async () =>
        {
            foreach (var phase in new[] { "before", "after" })
            {
                var numbers = meeting.GetProperty(phase);
                SampleLoader.Must(await ParentMeetings.ByHandAsync(town, By(meeting), number, phase, numbers[0].GetInt32(), numbers[1].GetInt32(), cancel), "pulse");
            }

            for (var n = 0; n < 22; n++)
            {
                var lesson = Library.Find("lektion", "1-tre-saetninger", n % 4 == 3 ? "en" : "da")!;
                await PublicCounts.LessonAsync(town, lesson, completed: false, cancel);
                if (n < 17)
                {
                    await PublicCounts.LessonAsync(town, lesson, completed: true, cancel);
                }
            }
        });
    }

    private DateTimeOffset At(JsonElement step) => moments.At(step.Text("at"));

    private StaffMember By(JsonElement step) => staff[step.Text("by")];
}
