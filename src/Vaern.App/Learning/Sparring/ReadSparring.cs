using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Learning.Sparring;

/// <summary>Reads threads: one's own, and the team's desk. Row-level security says the same as the conditions here.</summary>
public static class ReadSparring
{
    public const int PageSize = 25;

    private const string Columns =
        """
        q.id, q.number, q.unit_id as unit, q.asker_id as asker, q.topic, q.age, q.state, q.asked_at as askedat, q.due_at as due, q.answered_at as answeredat, q.answered_by as answeredby, q.helped,
        q.escalated_at as escalatedat, q.duty_at as dutyat, q.expires_on as expireson, q.version
        """;

    /// <summary>One's own, the newest first, without what was said.</summary>
    public static async Task<IReadOnlyList<SparringQuestion>> MineAsync(Municipality municipality, StaffMember staff, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return [.. (await work.QueryAsync<Row>(
            $"select {Columns} from sparring_question q where q.asker_id = @me and q.gone_at is null order by q.asked_at desc, q.id limit @take offset @skip",
            new { me = staff.Account.Value, take = PageSize + 1, skip = page * PageSize }, cancel)).Select(row => row.With([]))];
    }

    /// <summary>The team's desk: open ones by what is due first, or answered ones by the newest. Empty for others.</summary>
    public static async Task<IReadOnlyList<SparringQuestion>> DeskAsync(Municipality municipality, StaffMember staff, bool answered, int page, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.AnswerSparring))
        {
            return [];
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return [.. (await work.QueryAsync<Row>(
            $"select {Columns} from sparring_question q where q.gone_at is null and q.state = @state order by {(answered ? "q.answered_at desc" : "q.due_at")}, q.id limit @take offset @skip",
            new { state = answered ? "answered" : "open", take = PageSize + 1, skip = page * PageSize }, cancel)).Select(row => row.With([]))];
    }

    /// <summary>A thread with what was said, for its asker and the team; the reading is written down. <c>sparring.not-found</c> for everybody else.</summary>
    public static async Task<Result<SparringQuestion>> OneAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            $"select {Columns} from sparring_question q where q.number = upper(@number) and q.gone_at is null and (q.asker_id = @me or @team)",
            new { number, me = staff.Account.Value, team = staff.Can(Permission.AnswerSparring) }, cancel);
        if (row is null)
        {
            return SparringRoom.NotFound;
        }

        var turns = await work.QueryAsync<Turn>(
            "select id, key_id as key, from_team as fromteam, author_id as by, sent_at as sentat, body, names, masked_at as maskedat from sparring_message where question_id = @Id order by position", new { row.Id }, cancel);
        await work.Keys.OpenAllAsync([.. turns.Select(turn => turn.Key)], cancel);
        var messages = new List<SparringMessage>(turns.Count);
        foreach (var turn in turns)
        {
            messages.Add(new SparringMessage(
                turn.Id, turn.FromTeam, new AccountId(turn.By), turn.SentAt, await work.OpenTextAsync(turn.Key, "sparring_message", "body", turn.Id, turn.Body, cancel), turn.Names, turn.MaskedAt));
        }

        return row.With(messages);
    }

    /// <summary>Counts by unit for those who may see them: leaders their own unit, the team and the director all, the head of schools the schools. Never who, never what.</summary>
    public static async Task<IReadOnlyList<SparringCounts>> CountsAsync(Municipality municipality, StaffMember staff, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeSparringFigures))
        {
            return [];
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Unit, int Asked, int Answered, int InTime, int Late, int Helped, int Said)>(
            "select unit_id, asked, answered, in_time, late, helped, said from sparring_counts(@from, @to) order by unit_id", new { from = from.ToUniversalTime(), to = to.ToUniversalTime() }, cancel);
        return [.. rows.Select(row => new SparringCounts(new UnitId(row.Unit), row.Asked, row.Answered, row.InTime, row.Late, row.Helped, row.Said))];
    }

    /// <summary>Who is told when an answer is late.</summary>
    public static async Task<IReadOnlyList<AccountId>> LeadsAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return [.. (await work.QueryAsync<Guid>("select account_id from sparring_lead order by set_at, account_id", cancel: cancel)).Select(id => new AccountId(id))];
    }

    /// <summary>Whom the team may choose.</summary>
    public static async Task<IReadOnlyList<AccountId>> LeadCandidatesAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await LeadCandidatesAsync(work, cancel);
    }

    internal static async Task<IReadOnlyList<AccountId>> LeadCandidatesAsync(UnitOfWork work, CancellationToken cancel) =>
        [.. (await work.QueryAsync<Guid>(
            "select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.role in ('safety_team', 'ssp', 'director') order by m.account_id limit 200",
            cancel: cancel)).Select(id => new AccountId(id))];

    private sealed record Row(
        Guid Id, string Number, Guid Unit, Guid? Asker, string Topic, string Age, string State, DateTimeOffset AskedAt, DateTimeOffset Due, DateTimeOffset? AnsweredAt, Guid? AnsweredBy, string? Helped,
        DateTimeOffset? EscalatedAt, DateTimeOffset? DutyAt, DateOnly ExpiresOn, int Version)
    {
        public SparringQuestion With(IReadOnlyList<SparringMessage> messages) => new(
            Id, Number, new UnitId(Unit), Asker is { } asker ? new AccountId(asker) : null, Topic, Age, State, AskedAt, Due, AnsweredAt, AnsweredBy is { } by ? new AccountId(by) : null, Helped, EscalatedAt,
            DutyAt, ExpiresOn, Version, messages);
    }

    private sealed record Turn(Guid Id, Guid Key, bool FromTeam, Guid By, DateTimeOffset SentAt, byte[] Body, bool Names, DateTimeOffset? MaskedAt);
}
