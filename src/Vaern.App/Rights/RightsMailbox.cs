using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Rights;

/// <summary>A part of an answer that the person can say something about.</summary>
public sealed record ContestablePart(Guid Hit, string Label);

/// <summary>What the person sees with the six words: where it stands, the last day, the answer once it is given, their own words, and the decision.</summary>
/// <param name="Answer">The text of the answer, or null while it is not given.</param>
public sealed record RightsMailbox(
    Guid Id, string Number, string Kind, string State, DateTimeOffset ReceivedAt, DateOnly Due, DateOnly? ExtendedTo, string? Extension, string Identity, string? IdentityNote, bool IsLate, string? Answer, string? AnswerSha256,
    DateTimeOffset? AnsweredAt, string? Decision, DateTimeOffset? DecidedAt, IReadOnlyList<ContestablePart> Parts, IReadOnlyList<RightsStatement> Statements);

/// <summary>The person's own side of a request. Whoever holds the words holds the answer; the words are never stored.</summary>
public static class RightsMailboxes
{
    public const int StatementLimit = 5_000;

    /// <summary><c>receipt.words</c>, <c>receipt.unknown-word</c>, <c>receipt.not-found</c>.</summary>
    public static async Task<Result<Guid>> FindAsync(Municipality municipality, string? typed, CancellationToken cancel = default)
    {
        if (!ReceiptWords.Parse(typed).TryGet(out var words, out var error))
        {
            return error;
        }

        var mac = municipality.Database.Keys.ReceiptMac(words);
        await using var work = await municipality.Database.BeginAsync(new Acting.ReceiptHolder(mac), cancel);
        return await work.FirstOrDefaultAsync<Guid?>("select id from rights_request where receipt_mac = @mac", new { mac }, cancel) is { } id ? id : new Error("receipt.not-found", "No request has this receipt.");
    }

    /// <summary>Opened by the id that <see cref="FindAsync"/> gave, within one visit. <c>rights.not-found</c>.</summary>
    public static async Task<Result<RightsMailbox>> OpenAsync(Municipality municipality, Guid id, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var number = await work.FirstOrDefaultAsync<string>("select number from rights_request where id = @id", new { id }, cancel);
        if (number is null || await RightsDesk.FindAsync(municipality, work, number, cancel) is not { } request)
        {
            return RightsDesk.NotFound;
        }

        var answer = await work.FirstOrDefaultAsync<byte[]>("select answer from rights_request where id = @id", new { id }, cancel);
        var hits = (await PersonSearch.HitsAsync(municipality, work, id, cancel)).Where(hit => hit.Decision == "include");
        if (answer is not null)
        {
            await work.Streams.AppendAsync(id, new StreamEvent("rights.read") { Role = "registered" }, cancel);
            await work.CommitAsync(cancel);
        }

        await using var again = await municipality.Database.BeginAsync(Acting.System, cancel);
        return new RightsMailbox(
            id, request.Number, request.Kind, request.State, request.ReceivedAt, request.Due, request.ExtendedTo, request.Extension, request.Identity, request.IdentityNote, request.IsLate,
            await again.OpenOptionalAsync(id, "rights_request", "answer", id, answer, cancel), request.AnswerSha256, request.AnsweredAt, request.Decision, request.DecidedAt,
            answer is null ? [] : [.. hits.Select(hit => new ContestablePart(hit.Id, hit.Label))], await RightsDesk.StatementsAsync(again, id, cancel));
    }

    /// <summary>
    /// «Det passer ikke»: the person's words on one part of the answer. They are attached at once and follow it wherever it is shown or shared; a decision on rectifying follows.
    /// <c>rights.statement</c>, <c>rights.too-long</c>, <c>rights.not-answered</c>, <c>rights.part</c>.
    /// </summary>
    /// <param name="token">Chosen by the form, so that pressing twice says it once.</param>
    public static async Task<Result<Guid>> ContestAsync(Municipality municipality, Guid id, Guid hit, string words, Guid token, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return new Error("rights.statement", "Write what is wrong.");
        }

        if (words.Length > StatementLimit)
        {
            return new Error("rights.too-long", "A text is too long.");
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var state = await work.FirstOrDefaultAsync<string>("select state from rights_request where id = @id for update", new { id }, cancel);
        if (state is not ("answered" or "contested" or "decided"))
        {
            return new Error("rights.not-answered", "There is no answer yet.");
        }

        var part = await work.FirstOrDefaultAsync<(Guid? CaseId, string Subject, string? Label)>("select case_id, subject, label from rights_hit where id = @hit and request_id = @id and decision = 'include'", new { hit, id }, cancel);
        if (part.Label is null)
        {
            return new Error("rights.part", "Choose which part.");
        }

        if (await work.FirstOrDefaultAsync<int?>("select 1 from rights_statement where id = @token", new { token }, cancel) is not null)
        {
            return token;
        }

        await work.ExecuteAsync(
            """
            insert into rights_statement (id, request_id, hit_id, body, made_at) values (@token, @id, @hit, @body, @now);
            update rights_request set state = 'contested', version = version + 1 where id = @id;
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), m.account_id, 'news', @now from (select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.role = 'dpo') m
            where not exists (select 1 from outbox o where o.account_id = m.account_id and o.template = 'news' and o.sent_at is null)
            """,
            new { id, hit, token, now = work.Now, body = await work.SealAsync(id, "rights_statement", "body", token, words.Trim(), cancel) }, cancel);
        await work.Streams.AppendAsync(id, new StreamEvent("rights.contested", $"hit:{hit:N}", null, new { words }) { Role = "registered" }, cancel);
        if (part.CaseId is { } caseId)
        {
            await StatementInCase.AttachAsync(municipality, work, new CaseId(caseId), part.Subject, token, words.Trim(), cancel);
        }

        await work.CommitAsync(cancel);
        return token;
    }
}
