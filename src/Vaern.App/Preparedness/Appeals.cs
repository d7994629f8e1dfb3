using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>What the writer of a hidden comment sees: their own words, the rule, the reason, and how an appeal went.</summary>
/// <param name="State">hidden, appealed, kept or restored.</param>
public sealed record WriterView(
    string Number, string Page, string Words, string Reason, int RulesVersion, int RuleNumber, PageRule Rule, DateTimeOffset DecidedAt, string State, DateTimeOffset? AppealedAt, string? Answer, DateTimeOffset? AnsweredAt);

/// <summary>The writer comes back with six words, reads why, and may appeal once; another person than the one who hid it decides.</summary>
public static class Appeals
{
    /// <summary><c>receipt.words</c>, <c>receipt.unknown-word</c>, <c>receipt.not-found</c>.</summary>
    public static async Task<Result<WriterView>> ReadAsync(Municipality municipality, string? typed, CancellationToken cancel = default)
    {
        if (!ReceiptWords.Parse(typed).TryGet(out var words, out var error))
        {
            return error;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.ReceiptHolder(municipality.Database.Keys.ReceiptMac(words)), cancel);
        return await FindAsync(work, municipality.Database.Keys.ReceiptMac(words), cancel) is { } found ? found.View : new Error("receipt.not-found", "No comment has these words.");
    }

    /// <summary>Appeals, in the writer's own words without names. Twice is once. <c>appeal.empty</c>, <c>receipt.*</c>.</summary>
    public static async Task<Result<WriterView>> AskAsync(Municipality municipality, string? typed, string? why, CancellationToken cancel = default)
    {
        if (!ReceiptWords.Parse(typed).TryGet(out var words, out var error))
        {
            return error;
        }

        if (PrepKeys.Lacking("appeal.empty", Moderate.TextLimit, why) is { } lacking)
        {
            return lacking;
        }

        var mac = municipality.Database.Keys.ReceiptMac(words);
        await using var work = await municipality.Database.BeginAsync(new Acting.ReceiptHolder(mac), cancel);
        if (await FindAsync(work, mac, cancel) is not { } found)
        {
            return new Error("receipt.not-found", "No comment has these words.");
        }

        if (await work.ExecuteAsync("update moderation set state = 'appealed', version = version + 1 where id = @Id and state = 'hidden'", new { found.Id }, cancel) == 1)
        {
            await work.ExecuteAsync(
                "insert into moderation_appeal (moderation_id, body, made_at) values (@Id, @body, @now)",
                new { found.Id, now = work.Now, body = await work.SealAsync(found.Id, "moderation_appeal", "body", found.Id, municipality.Masked(why), cancel) },
                cancel);
            await work.Streams.AppendAsync(found.Id, new StreamEvent("comment.appealed", $"moderation:{found.View.Number}", new { old = "hidden", @new = "appealed" }), cancel);
            await work.CommitAsync(cancel);
        }

        return await ReadAsync(municipality, typed, cancel);
    }

    /// <summary>Another person decides. <c>appeal.own</c>, <c>appeal.none</c>, <c>appeal.answer</c>, <c>moderation.stale</c>, <c>moderation.not-found</c>.</summary>
    /// <param name="restore">The comment is shown again; the person does that on the page.</param>
    public static async Task<Result<bool>> DecideAsync(Municipality municipality, StaffMember staff, string number, bool restore, string? answer, int version, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return new Error("moderation.not-found", "There is no such decision.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var found = await work.FirstOrDefaultAsync<(Guid Id, string State, Guid By, int Version)?>(
            "select id, state, decided_by, version from moderation where number = @number and kind = 'hidden' for update", new { number = number.ToUpperInvariant() }, cancel);
        if (found is not { } decision)
        {
            return new Error("moderation.not-found", "There is no such decision.");
        }

        if (decision.State != "appealed")
        {
            return new Error("appeal.none", "Nobody has appealed, or it is decided.");
        }

        if (decision.By == staff.Account.Value)
        {
            // A refused attempt stands in the stream, as for the author of a line.
            await work.Streams.AppendAsync(decision.Id, new StreamEvent("appeal.refused", $"moderation:{number}", new { why = "own" }), cancel);
            await work.CommitAsync(cancel);
            return new Error("appeal.own", "You hid it. Somebody else decides the appeal.");
        }

        if (PrepKeys.Lacking("appeal.answer", Moderate.TextLimit, answer) is { } lacking)
        {
            return lacking;
        }

        if (decision.Version != version)
        {
            return new Error("moderation.stale", "Somebody else has changed it.");
        }

        var outcome = restore ? "restored" : "kept";
        await work.ExecuteAsync(
            """
            update moderation_appeal set outcome = @outcome, answer = @answer, decided_at = @now, decided_by = @me where moderation_id = @Id;
            update moderation set state = @outcome, version = version + 1 where id = @Id
            """,
            new { decision.Id, outcome, now = work.Now, me = staff.Account.Value, answer = await work.SealAsync(decision.Id, "moderation_appeal", "answer", decision.Id, municipality.Masked(answer), cancel) },
            cancel);
        await work.Streams.AppendAsync(decision.Id, new StreamEvent("appeal.decided", $"moderation:{number}", new { old = "appealed", @new = outcome }), cancel);
        await work.CommitAsync(cancel);
        return true;
    }

    private static async Task<Found?> FindAsync(UnitOfWork work, byte[] mac, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select m.id, m.number, m.page, m.body, m.rules_version as rulesversion, m.rule, m.decided_at as decidedat, m.state, a.made_at as appealedat, a.answer, a.decided_at as answeredat
            from moderation m left join moderation_appeal a on a.moderation_id = m.id where m.receipt_mac = @mac
            """,
            new { mac },
            cancel);
        if (row is null)
        {
            return null;
        }

        var body = await work.OpenAsync<ModerationBody>(row.Id, "moderation", "body", row.Id, row.Body, cancel);
        var rules = (await PageRules.FindAsync(work, row.RulesVersion, cancel))!;
        return new Found(row.Id, new WriterView(
            row.Number, row.Page, body.Words, body.Reason, row.RulesVersion, row.Rule, rules.Rule(row.Rule)!, row.DecidedAt, row.State, row.AppealedAt,
            await work.OpenOptionalAsync(row.Id, "moderation_appeal", "answer", row.Id, row.Answer, cancel), row.AnsweredAt));
    }

    private sealed record Found(Guid Id, WriterView View);

    private sealed record Row(
        Guid Id, string Number, string Page, byte[] Body, int RulesVersion, int Rule, DateTimeOffset DecidedAt, string State, DateTimeOffset? AppealedAt, byte[]? Answer, DateTimeOffset? AnsweredAt);
}
