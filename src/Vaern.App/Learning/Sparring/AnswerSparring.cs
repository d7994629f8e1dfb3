using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Learning.Sparring;

/// <summary>The team's acts: to answer, to mask a name, to say that it is none, to show the duty to notify, and to name who is told when an answer is late.</summary>
public static class AnswerSparring
{
    /// <summary>Answers; the same <paramref name="id"/> twice is one. <c>sparring.not-found</c>, <c>sparring.empty</c>, <c>sparring.long</c>, <c>sparring.person</c> (the team never names anybody), <c>sparring.names-first</c>, <c>sparring.stale</c>.</summary>
    public static Task<Result<Guid>> HandleAsync(Municipality municipality, StaffMember staff, string number, Guid id, string text, bool notAName, int version, CancellationToken cancel = default) =>
        OnQuestionAsync(municipality, staff, number, async (work, question) =>
        {
            if (await work.FirstOrDefaultAsync<int?>("select 1 from sparring_message where id = @id", new { id }, cancel) is not null)
            {
                return (StreamEvent?)null;
            }

            if (AskSparring.TextFault(text) is { } fault)
            {
                return fault;
            }

            var nameless = Nameless.Of(text.Trim(), municipality.Units);
            if (nameless.Numbers || (nameless.Names && !notAName))
            {
                return new Error("sparring.person", "The answer looks as if it names somebody.");
            }

            if (question.Version != version)
            {
                return new Error("sparring.stale", "Somebody else has changed it.");
            }

            if (await work.FirstOrDefaultAsync<int?>("select 1 from sparring_message where question_id = @Id and names limit 1", new { question.Id }, cancel) is not null)
            {
                return new Error("sparring.names-first", "Mask the name first, or say that it is none.");
            }

            await SparringRoom.WriteAsync(work, question.Id, id, fromTeam: true, staff, text.Trim(), names: false, cancel);
            await work.ExecuteAsync(
                "update sparring_question set state = 'answered', answered_at = coalesce(answered_at, @now), answered_by = coalesce(answered_by, @me), version = version + 1 where id = @Id",
                new { question.Id, now = work.Now, me = staff.Account.Value },
                cancel);
            await SparringRoom.TellAsync(work, question.Asker, cancel);
            return new StreamEvent("sparring.answered", $"sparring_message:{id:N}", new { first = question.AnsweredAt is null, inTime = (question.AnsweredAt ?? work.Now) <= question.Due });
        }, cancel);

    /// <summary>«Navn fundet – masker?» Every name of the thread is covered, and the key of what stood there is destroyed. <c>sparring.not-found</c>.</summary>
    public static Task<Result<Guid>> MaskAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default) =>
        OnQuestionAsync(municipality, staff, number, async (work, question) =>
        {
            var rows = await work.QueryAsync<(Guid Id, Guid Key, byte[] Body)>("select id, key_id, body from sparring_message where question_id = @Id and names order by position", new { question.Id }, cancel);
            foreach (var row in rows)
            {
                var text = await work.OpenTextAsync(row.Key, "sparring_message", "body", row.Id, row.Body, cancel);
                var key = Guid.CreateVersion7();
                await work.Keys.CreateAsync(key, SparringRoom.Kind, cancel);
                await work.ExecuteAsync(
                    "update sparring_message set key_id = @key, body = @body, names = false, masked_at = @now, masked_by = @me where id = @Id",
                    new { row.Id, key, now = work.Now, me = staff.Account.Value, body = await work.SealAsync(key, "sparring_message", "body", row.Id, Nameless.Of(text, municipality.Units).Masked, cancel) },
                    cancel);
                await work.Keys.DestroyAsync(row.Key, cancel);
            }

            await BumpAsync(work, question.Id, cancel);
            return rows.Count == 0 ? (StreamEvent?)null : new StreamEvent("sparring.masked", $"sparring:{question.Number}", new { messages = rows.Count, kept = "nothing of the original" });
        }, cancel);

    /// <summary>What looked like a name is none. <c>sparring.not-found</c>.</summary>
    public static Task<Result<Guid>> NoNameAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default) =>
        OnQuestionAsync(municipality, staff, number, async (work, question) =>
        {
            var changed = await work.ExecuteAsync("update sparring_message set names = false where question_id = @Id and names", new { question.Id }, cancel);
            await BumpAsync(work, question.Id, cancel);
            return changed == 0 ? (StreamEvent?)null : new StreamEvent("sparring.no-name", $"sparring:{question.Number}", new { messages = changed });
        }, cancel);

    /// <summary>The team sees ground to notify: the card is shown to the asker, who alone can act on it. <c>sparring.not-found</c>.</summary>
    public static Task<Result<Guid>> DutyAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default) =>
        OnQuestionAsync(municipality, staff, number, async (work, question) =>
        {
            if (await work.ExecuteAsync("update sparring_question set duty_at = @now, version = version + 1 where id = @Id and duty_at is null", new { question.Id, now = work.Now }, cancel) == 0)
            {
                return (StreamEvent?)null;
            }

            await SparringRoom.TellAsync(work, question.Asker, cancel);
            return new StreamEvent("sparring.duty", $"sparring:{question.Number}", new { shown = "D-01" });
        }, cancel);

    /// <summary>Who is told when an answer is late: at most five. <c>sparring.not-found</c>, <c>sparring.leads</c>.</summary>
    public static async Task<Result<int>> SetLeadsAsync(Municipality municipality, StaffMember staff, IReadOnlyList<AccountId> leads, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.AnswerSparring))
        {
            return SparringRoom.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var asked = leads.Select(lead => lead.Value).Distinct().ToArray();
        var candidates = (await ReadSparring.LeadCandidatesAsync(work, cancel)).Select(one => one.Value).ToHashSet();
        if (asked.Length > 5 || asked.Any(one => !candidates.Contains(one)))
        {
            return new Error("sparring.leads", "At most five, who have a post in the team, in SSP or as director.");
        }

        var old = await work.QueryAsync<Guid>("select account_id from sparring_lead order by account_id", cancel: cancel);
        await work.ExecuteAsync("delete from sparring_lead", cancel: cancel);
        await work.ExecuteAsync("insert into sparring_lead (account_id, set_at, set_by) select one, @now, @me from unnest(@asked) one", new { asked, now = work.Now, me = staff.Account.Value }, cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("sparring.leads", Detail: new { old, @new = asked }) { Role = SparringRoom.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return asked.Length;
    }

    private static Task<int> BumpAsync(UnitOfWork work, Guid question, CancellationToken cancel) =>
        work.ExecuteAsync("update sparring_question set version = version + 1 where id = @question", new { question }, cancel);

    private static async Task<Result<Guid>> OnQuestionAsync(
        Municipality municipality, StaffMember staff, string number, Func<UnitOfWork, Row, Task<Result<StreamEvent?>>> act, CancellationToken cancel)
    {
        if (!staff.Can(Permission.AnswerSparring))
        {
            return SparringRoom.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            "select id, number, asker_id as asker, answered_at as answeredat, due_at as due, version from sparring_question where number = upper(@number) and gone_at is null for update", new { number }, cancel);
        if (row is null)
        {
            return SparringRoom.NotFound;
        }

        if (!(await act(work, row)).TryGet(out var happened, out var error))
        {
            return error;
        }

        if (happened is not null)
        {
            await work.Streams.AppendAsync(row.Id, happened with { Role = SparringRoom.RoleOf(staff) }, cancel);
            await work.CommitAsync(cancel);
        }

        return row.Id;
    }

    private sealed record Row(Guid Id, string Number, Guid Asker, DateTimeOffset? AnsweredAt, DateTimeOffset Due, int Version);
}
