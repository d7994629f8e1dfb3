using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.Parents;

/// <summary>A figure of a grade in the whole municipality, as it may be shown: with its denominator, its day and its source.</summary>
public sealed record LocalFigure(string Question, int Yes, int Answers, string Source, DateOnly MeasuredOn)
{
    public static readonly string[] Questions = ["shared-picture", "received-picture", "left-out", "told-adult", "stranger"];

    /// <summary>0 to 100, whole.</summary>
    public int Percent => (int)Math.Round(100.0 * Yes / Answers, MidpointRounding.AwayFromZero);
}

/// <summary>A figure as the team enters it.</summary>
public sealed record NewFigure(Guid Id, int Grade, string Question, int Yes, int Answers, string Source, DateOnly MeasuredOn, DateOnly ShownUntil);

/// <summary>Figures for the evening. Only the municipality's can be entered: a class or a school is never shown, for it is too few (suppressed in the query, <c>shown_figures</c>).</summary>
public static class LocalFigures
{
    /// <summary>What may be shown of a grade today.</summary>
    public static async Task<IReadOnlyList<LocalFigure>> ShownAsync(Municipality municipality, int grade, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var figures = new List<LocalFigure>();
        foreach (var row in await work.QueryAsync<(Guid Id, string Question, int Yes, int Answers, byte[] Body, DateOnly On)>(
            "select id, question, yes, answers, body, measured_on from shown_figures(@grade, @today) order by question", new { grade, today = DanishTime.DayOf(work.Now) }, cancel))
        {
            figures.Add(new LocalFigure(row.Question, row.Yes, row.Answers, await work.OpenTextAsync(municipality.Id, "local_figure", "body", row.Id, row.Body, cancel), row.On));
        }

        return figures;
    }

    /// <summary>Enters a figure; a newer one of the same question takes its place. <c>figure.not-found</c>, <c>figure.question</c>, <c>figure.numbers</c>, <c>figure.few</c>, <c>figure.source</c>, <c>figure.days</c>.</summary>
    public static async Task<Result<Guid>> EnterAsync(Municipality municipality, StaffMember staff, NewFigure figure, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.AnswerSparring))
        {
            return new Error("figure.not-found", "The figures are the safety team's.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (Fault(figure, DanishTime.DayOf(work.Now)) is { } fault)
        {
            return fault;
        }

        // No conflict target: the web's role cannot read the table, and a key that is there already is the same press once more.
        var kept = await work.ExecuteAsync(
            """
            insert into local_figure (id, grade, question, yes, answers, body, measured_on, shown_until, made_by, made_at)
            values (@Id, @Grade, @Question, @Yes, @Answers, @body, @MeasuredOn, @ShownUntil, @me, @now) on conflict do nothing
            """,
            new
            {
                figure.Id, figure.Grade, figure.Question, figure.Yes, figure.Answers, figure.MeasuredOn, figure.ShownUntil, me = staff.Account.Value, now = work.Now,
                body = await work.SealAsync(municipality.Id, "local_figure", "body", figure.Id, figure.Source.Trim(), cancel),
            },
            cancel);
        if (kept == 1)
        {
            await work.Streams.AppendAsync(
                municipality.Id, new StreamEvent("figure.entered", Detail: new { figure.Grade, figure.Question, figure.Yes, figure.Answers, figure.MeasuredOn, figure.ShownUntil }) { Role = "safety_team" }, cancel);
            await work.CommitAsync(cancel);
        }

        return figure.Id;
    }

    private static Error? Fault(NewFigure figure, DateOnly today) => figure switch
    {
        { Grade: < 0 or > 9 } => new Error("figure.question", "Choose grade and question."),
        _ when !LocalFigure.Questions.Contains(figure.Question) => new Error("figure.question", "Choose grade and question."),
        _ when figure.Yes < 0 || figure.Answers < 1 || figure.Yes > figure.Answers || figure.Answers > 100_000 => new Error("figure.numbers", "How many said yes, of how many."),
        _ when figure.Answers < 10 || Math.Min(figure.Yes, figure.Answers - figure.Yes) < 5 => new Error("figure.few", "Too few to be shown."),
        _ when string.IsNullOrWhiteSpace(figure.Source) || figure.Source.Length > 300 => new Error("figure.source", "Where the figure comes from."),
        _ when figure.MeasuredOn > today || figure.ShownUntil <= today || figure.ShownUntil > figure.MeasuredOn.AddYears(2) => new Error("figure.days", "Measured in the past, and shown at most two years."),
        _ => null,
    };
}
