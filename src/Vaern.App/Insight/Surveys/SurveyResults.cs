using Vaern.App.Accounts;
using Vaern.App.Insight.Counting;
using Vaern.Data;

namespace Vaern.App.Insight.Surveys;

/// <summary>One published answer of one question for those asked for.</summary>
/// <param name="Count">Who gave it.</param>
/// <param name="Percent">Of all who answered the survey; null where the count may not be said.</param>
/// <param name="National">Per cent nationally; a reference, not a target.</param>
/// <param name="LastYear">Per cent in the survey before; null where there was none or it may not be said.</param>
public sealed record AnswerLine(BankItem Item, BankGroup Answer, Counted Count, double? Percent, Interval? Interval, int? National, double? LastYear);

/// <summary>What a survey may say.</summary>
/// <param name="Unit">The school asked for; null for everybody.</param>
/// <param name="Base">How many answered there.</param>
/// <param name="Questions">In the order of the bank, with who skipped it where the question takes one answer.</param>
/// <param name="Before">The survey that it is compared with.</param>
/// <param name="NotRepresentative">Units it does not speak for: too few answers, or under half.</param>
public sealed record SurveyResult(
    Survey Survey, Response Response, UnitId? Unit, Counted Base, IReadOnlyList<(BankItem Item, IReadOnlyList<AnswerLine> Lines, Counted Skipped)> Questions, Survey? Before, IReadOnlyList<UnitId> NotRepresentative);

/// <summary>Results as published when a survey closed. The only filter is the unit; there is none for class, grade or day, and no crossing of questions.</summary>
public static class SurveyResults
{
    /// <summary>How the survey stands while it is open, suppressed like everything else. <c>survey.not-found</c>.</summary>
    public static async Task<Result<Response>> BoardAsync(Municipality municipality, StaffMember staff, Survey survey, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepSurveys))
        {
            return SurveyDesk.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return await SurveyCounts.PublishedResponseAsync(work, survey, cancel) ?? await SurveyCounts.ResponseAsync(work, survey, cancel);
    }

    /// <summary>The results of a closed survey, for everybody or one school. <c>survey.not-found</c>, <c>survey.not-closed</c>.</summary>
    public static async Task<Result<SurveyResult>> ReadAsync(Municipality municipality, StaffMember staff, string? number, UnitId? unit, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeFigures))
        {
            return SurveyDesk.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await Survey.FindAsync(work, number, cancel) is not { } survey || (unit is { } asked && municipality.Units.Find(asked) is null))
        {
            return SurveyDesk.NotFound;
        }

        return await ReadAsync(work, survey, unit, cancel) is { } result ? result : new Error("survey.not-closed", "It has not closed.");
    }

    /// <summary>Everything closed, newest first, for those who see figures. <c>survey.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<Survey>>> ClosedAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeFigures))
        {
            return SurveyDesk.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await Survey.ListAsync(work, "state = 'closed'", new { }, cancel));
    }

    /// <summary>Somebody asked for the answers themselves. There is no way to get them; that it was asked is kept. <c>survey.raw</c> always, <c>survey.not-found</c>.</summary>
    public static async Task<Error> RawAskedAsync(Municipality municipality, StaffMember staff, string? number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!staff.Can(Permission.KeepSurveys) || await Survey.FindAsync(work, number, cancel) is not { } survey)
        {
            return SurveyDesk.NotFound;
        }

        await SurveyDesk.TellAsync(municipality, work, staff, "survey.raw-asked", survey.Id, new { refused = true }, cancel);
        await work.CommitAsync(cancel);
        return new Error("survey.raw", "Answers are not given out.");
    }

    internal static async Task<SurveyResult?> ReadAsync(UnitOfWork work, Survey survey, UnitId? unit, CancellationToken cancel)
    {
        if (await SurveyCounts.PublishedResponseAsync(work, survey, cancel) is not { } response)
        {
            return null;
        }

        var tables = await SurveyCounts.PublishedTablesAsync(work, survey, cancel);
        var before = (await Survey.ListAsync(work, "state = 'closed' and audience = @Audience and closes_at < @ClosesAt", new { survey.Audience, survey.ClosesAt }, cancel)) is [var latest, ..] ? latest : null;
        var earlier = before is null ? null : await SurveyCounts.PublishedTablesAsync(work, before, cancel);
        string[] units = unit is { } asked ? [asked.Value.ToString()] : [];
        var invited = unit is { } one ? response.InvitedByUnit.GetValueOrDefault(one.Value.ToString()) : response.Invited;
        var questions = survey.Items.Where(item => item.Published.All(answer => tables.ContainsKey(item.TableOf(answer.Key)))).Select(item =>
        {
            var lines = item.Published.Select(answer =>
            {
                var (column, table) = (item.IsSeveral ? QuestionBank.Chosen : answer.Key, tables[item.TableOf(answer.Key)]);
                var (count, percent, basis) = Share(table, units, column);
                var last = earlier?.GetValueOrDefault(item.TableOf(answer.Key)) is { } then ? Share(then, units, column).Percent : null;
                return new AnswerLine(item, answer, count, percent, count.Value is { } counted && basis.Value is { } all ? Uncertainty.Of(counted, all, invited) : null, answer.National, last);
            }).ToArray();
            var skipped = item.IsSeveral ? Counted.Hidden : Share(tables[item.Key], units, QuestionBank.Skipped).Count;
            return (item, (IReadOnlyList<AnswerLine>)lines, skipped);
        }).ToArray();
        var silent = response.Answered.Rows.Where(row => row.Base.Value is null || response.IsUnitUnderHalf(row.Key)).Select(row => new UnitId(Guid.Parse(row.Key))).ToArray();
        return new SurveyResult(survey, response, unit, response.Answered.Ask(units).Base, questions, before, silent);
    }

    private static (Counted Count, double? Percent, Counted Base) Share(PublishedTable table, string[] units, string column)
    {
        var answer = table.Ask(units);
        var at = table.Columns.ToList().IndexOf(column);
        if (at < 0)
        {
            return (Counted.Hidden, null, answer.Base);
        }

        var count = answer.Counts[at];
        return (count, count.Value is { } shown && answer.Base.Value is { } all && all > 0 ? 100.0 * shown / all : null, answer.Base);
    }
}
