using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>«Er det stoppet?» in the mailbox. <paramref name="Answer"/> is yes, almost or no, in the reporter's own press.</summary>
public sealed record FollowUpQuestion(Guid Id, Guid FollowUp, ReportId Report, DateTimeOffset AskedAt, string? Answer, DateTimeOffset? AnsweredAt);

/// <summary>
/// Asks the reporter whether it has stopped, in the words of a person, and takes the answer in one word. The answer is the reporter's; that it counts as the
/// affected person's is decided by whoever writes it into the follow-up.
/// </summary>
public static class FollowUpQuestions
{
    public static readonly string[] Answers = ["yes", "almost", "no"];

    /// <summary>Sends the message and puts the question beside it. <c>message.empty</c>, <c>question.no-mailbox</c>, and what sending a message refuses.</summary>
    /// <param name="id">Chosen by the form: pressing twice asks once.</param>
    public static async Task<Result<Guid>> AskAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid followUp, ReportId report, string text, Guid id, CancellationToken cancel = default)
    {
        // The message goes out only where its answer has a place; sent twice with one id, both are there once.
        var open = await municipality.OnCaseAsync<Guid>(staff, caseId, (work, row) => OpenAsync(work, row, followUp, report, text, id, cancel), cancel);
        if (!open.IsOk)
        {
            return open;
        }

        if (await StaffReports.AnswerAsync(municipality, staff, report, text, id, cancel) is { IsOk: false } refused)
        {
            return refused.Error;
        }

        return await municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var added = await work.ExecuteAsync(
                """
                insert into follow_up_question (id, follow_up_id, report_id, asked_at, asked_by) values (@id, @followUp, @report, @now, @me)
                on conflict (follow_up_id, report_id) do nothing
                """,
                new { id, followUp, report = report.Value, now = work.Now, me = staff.Account.Value },
                cancel);
            if (added == 1)
            {
                await work.Streams.AppendAsync(row.Id, new StreamEvent("followup.asked", $"followup:{followUp:N}", new { report = report.Value }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            }

            return id;
        }, cancel);
    }

    /// <summary>The reporter's own answer. <c>question.answer</c> for anything but the three, <c>question.none</c> when nothing is asked; answered again, the last counts until staff have written it down.</summary>
    public static async Task<Result> AnswerAsync(Municipality municipality, ReportId report, string answer, CancellationToken cancel = default)
    {
        if (!Answers.Contains(answer))
        {
            return new Error("question.answer", "Choose one of the three.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Reporter(report.Value), cancel);
        var question = await work.FirstOrDefaultAsync<Guid?>(
            "select id from follow_up_question where report_id = @id order by asked_at desc, id limit 1 for update", new { id = report.Value }, cancel);
        if (question is not { } open)
        {
            return new Error("question.none", "Nothing is asked.");
        }

        await work.ExecuteAsync("update follow_up_question set answer = @answer, answered_at = @now where id = @open", new { open, answer, now = work.Now }, cancel);
        await work.Streams.AppendAsync(report.Value, new StreamEvent("followup.answered", $"question:{open:N}", new { answer }), cancel);
        StaffNews.Tell(work, report.Value);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>The newest question of a mailbox; null when nothing was asked.</summary>
    public static async Task<FollowUpQuestion?> OpenAsync(Municipality municipality, ReportId report, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Reporter(report.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>($"{Select} where report_id = @id order by asked_at desc, id limit 1", new { id = report.Value }, cancel);
        return row?.Question;
    }

    internal static async Task<IReadOnlyList<FollowUpQuestion>> ListAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel) =>
        [.. (await work.QueryAsync<Row>(
            $"{Select} where follow_up_id in (select f.id from follow_up f where f.case_id = @id) order by asked_at, id", new { id = caseId.Value }, cancel)).Select(row => row.Question)];

    private static async Task<Result<Guid>> OpenAsync(UnitOfWork work, CaseRow row, Guid followUp, ReportId report, string text, Guid id, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Error("message.empty", "The message is empty.");
        }

        return await work.FirstOrDefaultAsync<Guid?>("select id from report where id = @id and case_id = @caseId and withdrawn_at is null", new { id = report.Value, caseId = row.Id }, cancel) is null
            || await work.FirstOrDefaultAsync<Guid?>("select id from follow_up where id = @followUp and case_id = @Id and answer is null", new { followUp, row.Id }, cancel) is null
            ? new Error("question.no-mailbox", "There is no mailbox to ask in, or the question is answered.")
            : id;
    }

    private const string Select = "select id, follow_up_id as followup, report_id as report, asked_at as askedat, answer, answered_at as answeredat from follow_up_question";

    private sealed record Row(Guid Id, Guid FollowUp, Guid Report, DateTimeOffset AskedAt, string? Answer, DateTimeOffset? AnsweredAt)
    {
        public FollowUpQuestion Question => new(Id, FollowUp, new ReportId(Report), AskedAt, Answer, AnsweredAt);
    }
}
