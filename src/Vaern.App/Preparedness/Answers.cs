using System.Globalization;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>How far an answer has come.</summary>
/// <param name="Asked">Tips in the issue.</param>
/// <param name="Answered">Those of them that got this version.</param>
/// <param name="ToRing">Those who rang and have not been rung this version yet.</param>
public sealed record AnswersSent(int Version, int Asked, int Answered, int ToRing, DateTimeOffset? LastAt);

/// <summary>The same answer to everyone who asked and to those who ask later; a correction to exactly those who got the wrong one.</summary>
public static class Answers
{
    /// <summary>Sends the newest approved line to all of the issue who have not got it. Twice is once. <c>line.not-approved</c>, <c>issue.*</c>.</summary>
    public static Task<Result<AnswersSent>> SendAsync(Municipality municipality, StaffMember staff, IssueId issue, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<AnswersSent>(staff, issue, async (work, row) =>
        {
            if (await StandingAsync(work, row.Id, cancel) is not { } line)
            {
                return new Error("line.not-approved", "No line was approved by two.");
            }

            var waiting = await work.QueryAsync<(Guid Tip, bool Earlier)>(
                """
                select t.id, exists (select 1 from tip_answer a where a.tip_id = t.id and a.issue_id = @Id) from tip t
                where t.issue_id = @Id and not t.ring_back and not exists (select 1 from tip_answer a where a.tip_id = t.id and a.issue_id = @Id and a.version = @Version)
                order by t.received_at, t.id for update of t
                """,
                new { row.Id, line.Version },
                cancel);
            foreach (var (tip, earlier) in waiting)
            {
                await GiveAsync(work, tip, row.Id, line, earlier, cancel);
            }

            if (!row.Drill)
            {
                await work.ExecuteAsync(
                    """
                    insert into outbox (id, account_id, template, created_at)
                    select gen_random_uuid(), account_id, 'news', @now from (select distinct account_id from tip where id = any(@tips) and account_id is not null) askers
                    """,
                    new { tips = waiting.Select(one => one.Tip).ToArray(), now = work.Now },
                    cancel);
            }

            if (waiting.Count > 0)
            {
                await work.Streams.AppendAsync(row.Id, new StreamEvent("answers.sent", $"issue:{row.Number}", new { line.Version, tips = waiting.Count, corrections = waiting.Count(one => one.Earlier) }), cancel);
                await work.LogAsync(row.Id, staff, waiting.Any(one => one.Earlier) ? "answers-corrected" : "answers-sent", cancel, line.Version.ToString(CultureInfo.InvariantCulture), waiting.Count.ToString(CultureInfo.InvariantCulture));
            }

            return await SentAsync(work, row.Id, line.Version, cancel);
        }, cancel, alsoClosed: true);

    /// <summary>Somebody rang the answer to one who rang. Twice is once. <c>line.not-approved</c>, <c>tip.not-found</c>, <c>issue.*</c>.</summary>
    public static Task<Result<AnswersSent>> RungAsync(Municipality municipality, StaffMember staff, IssueId issue, TipId tip, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<AnswersSent>(staff, issue, async (work, row) =>
        {
            if (await StandingAsync(work, row.Id, cancel) is not { } line)
            {
                return new Error("line.not-approved", "No line was approved by two.");
            }

            var found = await work.FirstOrDefaultAsync<(string Number, bool Earlier, bool Had)?>(
                """
                select t.number, exists (select 1 from tip_answer a where a.tip_id = t.id and a.issue_id = @Id),
                  exists (select 1 from tip_answer a where a.tip_id = t.id and a.issue_id = @Id and a.version = @Version)
                from tip t where t.id = @tip and t.issue_id = @Id and t.ring_back for update of t
                """,
                new { row.Id, tip = tip.Value, line.Version },
                cancel);
            if (found is not { } asked)
            {
                return new Error("tip.not-found", "Nobody of this issue rang.");
            }

            if (!asked.Had)
            {
                await GiveAsync(work, tip.Value, row.Id, line, asked.Earlier, cancel);
                await work.LogAsync(row.Id, staff, "answer-rung", cancel, asked.Number, line.Version.ToString(CultureInfo.InvariantCulture));
                await work.Streams.AppendAsync(row.Id, new StreamEvent("answer.rung", $"tip:{asked.Number}", new { line.Version }), cancel);
            }

            return await SentAsync(work, row.Id, line.Version, cancel);
        }, cancel, alsoClosed: true);

    /// <summary>A later asker gets the answer that already stands, once somebody has sent it to those before.</summary>
    internal static async Task GiveStandingAsync(UnitOfWork work, Guid tip, Guid issue, CancellationToken cancel)
    {
        if (await StandingAsync(work, issue, cancel) is { } line
            && await work.FirstOrDefaultAsync<bool>("select exists (select 1 from tip_answer where issue_id = @issue and version = @Version)", new { issue, line.Version }, cancel)
            && !await work.FirstOrDefaultAsync<bool>("select ring_back from tip where id = @tip", new { tip }, cancel)
            && !await work.FirstOrDefaultAsync<bool>("select exists (select 1 from tip_answer where tip_id = @tip and issue_id = @issue and version = @Version)", new { tip, issue, line.Version }, cancel))
        {
            await GiveAsync(work, tip, issue, line, correction: false, cancel);
            await work.Streams.AppendAsync(issue, new StreamEvent("answer.given", $"tip:{tip:N}", new { line.Version }), cancel);
        }
    }

    internal static async Task<AnswersSent> SentAsync(UnitOfWork work, Guid issue, int version, CancellationToken cancel) =>
        await work.SingleAsync<AnswersSent>(
            """
            select @version as version, (select count(*)::int from tip where issue_id = @issue) as asked,
              count(*)::int as answered,
              (select count(*)::int from tip t where t.issue_id = @issue and t.ring_back
                and not exists (select 1 from tip_answer a where a.tip_id = t.id and a.issue_id = @issue and a.version = @version)) as toring,
              max(sent_at) as lastat from tip_answer where issue_id = @issue and version = @version
            """,
            new { issue, version },
            cancel);

    private static async Task<Standing?> StandingAsync(UnitOfWork work, Guid issue, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(int Version, byte[] Body)?>(
            "select version, body from issue_line where issue_id = @issue and approved_at is not null order by version desc limit 1", new { issue }, cancel);
        return row is { } line ? new Standing(line.Version, await work.OpenAsync<LineBody>(issue, "issue_line", $"body{line.Version}", issue, line.Body, cancel)) : null;
    }

    private static async Task GiveAsync(UnitOfWork work, Guid tip, Guid issue, Standing line, bool correction, CancellationToken cancel) =>
        await work.ExecuteAsync(
            "insert into tip_answer (tip_id, issue_id, version, sent_at, correction, body) values (@tip, @issue, @Version, @now, @correction, @body)",
            new { tip, issue, line.Version, now = work.Now, correction, body = await work.SealAsync(tip, "tip_answer", $"body{line.Version}", issue, line.Body, cancel) },
            cancel);

    private sealed record Standing(int Version, LineBody Body);
}
