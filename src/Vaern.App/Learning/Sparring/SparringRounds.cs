using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.Sparring;

/// <summary>What time does to a question: when the promise has passed somebody is told, and after half a year the words are gone.</summary>
internal static class SparringRounds
{
    /// <summary>The job of the promised moment: an unanswered question is told to those the team named, else to the whole team.</summary>
    public static async Task LateAsync(Municipality municipality, Guid question, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var late = await work.ExecuteAsync(
            "update sparring_question set escalated_at = @now, version = version + 1 where id = @question and state = 'open' and escalated_at is null and gone_at is null and due_at <= @now",
            new { question, now = work.Now }, cancel);
        if (late == 0)
        {
            return;
        }

        var told = await work.ExecuteAsync(
            """
            with leads as (select l.account_id from sparring_lead l join account a on a.id = l.account_id and a.disabled_at is null),
            team as (
              select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.role = any(@roles) and not exists (select 1 from leads))
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), account_id, 'news', @now from (select account_id from leads union select account_id from team) everyone
            """,
            new { now = work.Now, roles = Roles.Granting(Permission.AnswerSparring) }, cancel);
        await work.Streams.AppendAsync(question, new StreamEvent("sparring.late", Detail: new { told }), cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>Destroys the keys of threads whose day has come; the question stays as a count, and nobody's.</summary>
    public static async Task ForgetAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var due = await work.QueryAsync<Guid>(
            "select id from sparring_question where gone_at is null and expires_on <= @today order by expires_on, id limit 100 for update skip locked", new { today = DanishTime.DayOf(work.Now) }, cancel);
        foreach (var question in due)
        {
            var keys = await work.QueryAsync<Guid>("select key_id from sparring_message where question_id = @question order by position", new { question }, cancel);
            foreach (var key in keys)
            {
                await work.Keys.DestroyAsync(key, cancel);
            }

            await work.ExecuteAsync(
                "delete from sparring_message where question_id = @question; update sparring_question set gone_at = @now, asker_id = null, version = version + 1 where id = @question",
                new { question, now = work.Now }, cancel);
            await work.Streams.AppendAsync(question, new StreamEvent("sparring.forgotten", Detail: new { messages = keys.Count, rule = "six months" }), cancel);
        }

        if (due.Count > 0)
        {
            await work.CommitAsync(cancel);
        }
    }
}
