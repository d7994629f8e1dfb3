using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Insight.Surveys;

/// <summary>
/// What the worker does with surveys: at the closing moment everything is counted and the codes are destroyed; on the deletion day the answers are. Each is one
/// transaction and safe to repeat.
/// </summary>
public static class SurveyRounds
{
    public static async Task RunAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await CloseDueAsync(municipality, cancel);
        await DeleteDueAsync(municipality, cancel);
    }

    /// <summary>Closes what is over. Also run by whoever opens a survey's page, so that nobody waits for the worker's minute.</summary>
    public static async Task CloseDueAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var due = await work.QueryAsync<Guid>("select id from survey where state <> 'closed' and closes_at <= @now order by closes_at, id for update skip locked", new { now = work.Now }, cancel);
        foreach (var id in due)
        {
            var survey = (await Survey.ListAsync(work, "id = @id", new { id }, cancel))[0];
            await SurveyCounts.PublishAsync(work, survey, cancel);
            // Answers are written anew in random order and all by this one transaction: neither their place nor the number of their transaction tells when they came.
            await work.ExecuteAsync(
                """
                with gone as (delete from survey_answer where survey_id = @id returning survey_id, unit_id, answers)
                insert into survey_answer (survey_id, unit_id, answers) select survey_id, unit_id, answers from gone order by random();
                delete from survey_code where batch_id in (select b.id from survey_batch b where b.survey_id = @id);
                update survey set state = 'closed', closed_at = @now, version = version + 1 where id = @id
                """,
                new { id, now = work.Now }, cancel);
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("survey.closed", $"survey:{id:N}", new { old = survey.State, @new = "closed", codes = "destroyed" }) { Role = "system" }, cancel);
        }

        if (due.Count > 0)
        {
            await work.CommitAsync(cancel);
        }
    }

    private static async Task DeleteDueAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var today = DanishTime.DayOf(work.Now);
        var due = await work.QueryAsync<Guid>(
            "select id from survey where state = 'closed' and delete_on <= @today and answers_deleted_on is null order by delete_on, id for update skip locked", new { today }, cancel);
        foreach (var id in due)
        {
            var gone = await work.ExecuteAsync("delete from survey_answer where survey_id = @id", new { id }, cancel);
            await work.ExecuteAsync("update survey set answers_deleted_on = @today, version = version + 1 where id = @id", new { id, today }, cancel);
            // How many there were may itself be a small number, and is not told.
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("survey.answers-deleted", $"survey:{id:N}", new { any = gone > 0, on = today }) { Role = "system" }, cancel);
        }

        if (due.Count > 0)
        {
            await work.CommitAsync(cancel);
        }
    }
}
