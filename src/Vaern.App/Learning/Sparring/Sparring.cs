using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Learning.Sparring;

/// <summary>A question as it is asked.</summary>
/// <param name="Id">Chosen by the form, so that pressing twice asks once.</param>
/// <param name="About"><c>children</c> or <c>colleague</c>; the latter is not sparring and is not kept.</param>
/// <param name="SendAnyway">The asker has seen that it looks like a name and sends it all the same.</param>
public sealed record NewSparring(Guid Id, string About, string Topic, string Age, string Text, bool SendAnyway);

/// <summary>One turn of a thread.</summary>
/// <param name="Names">It may name somebody; the team is asked whether to mask it.</param>
public sealed record SparringMessage(Guid Id, bool FromTeam, AccountId By, DateTimeOffset SentAt, string Text, bool Names, DateTimeOffset? MaskedAt);

/// <summary>A question with what has been said.</summary>
/// <param name="Due">The promise to the asker (GOAL-SPARRING).</param>
/// <param name="Helped">yes, partly or no; null until said.</param>
/// <param name="DutyAt">When the thread first gave reason to show the duty to notify.</param>
public sealed record SparringQuestion(
    Guid Id, string Number, UnitId Unit, AccountId? Asker, string Topic, string Age, string State, DateTimeOffset AskedAt, DateTimeOffset Due, DateTimeOffset? AnsweredAt, AccountId? AnsweredBy,
    string? Helped, DateTimeOffset? EscalatedAt, DateTimeOffset? DutyAt, DateOnly ExpiresOn, int Version, IReadOnlyList<SparringMessage> Messages)
{
    public const int TextLimit = 2_000;

    public static readonly string[] Topics = ["violence", "pictures", "exclusion", "threats", "hate", "sexual", "recruitment", "fraud", "self-harm", "challenge", "screen", "machine", "other"];

    public static readonly string[] Ages = ["6-9", "10-12", "13-15", "16-17", "unknown"];

    public bool HasNames => Messages.Any(message => message.Names);
}

/// <summary>Counts of a unit: how many asked, how many were answered and how many of those within the promise, how many said that it helped of those who said.</summary>
public sealed record SparringCounts(UnitId Unit, int Asked, int Answered, int InTime, int Late, int Helped, int Said);

/// <summary>What every handler of this room shares.</summary>
internal static class SparringRoom
{
    public const string Kind = "sparring";

    /// <summary>A thread is kept half a year after it was asked, so that it does not become a file on children.</summary>
    public const int KeptDays = 183;

    public static readonly Error NotFound = new("sparring.not-found", "There is no such question, or it is between somebody else and the team.");

    public static string RoleOf(StaffMember staff) => staff.Can(Permission.AnswerSparring) ? "safety_team" : staff.Posts.Count > 0 ? staff.Posts[0].Role : "";

    /// <summary>Writes a turn under a key of its own.</summary>
    public static async Task WriteAsync(UnitOfWork work, Guid question, Guid id, bool fromTeam, StaffMember by, string text, bool names, CancellationToken cancel)
    {
        var key = Guid.CreateVersion7();
        await work.Keys.CreateAsync(key, Kind, cancel);
        await work.ExecuteAsync(
            """
            insert into sparring_message (id, question_id, position, key_id, from_team, author_id, sent_at, body, names)
            values (@id, @question, (select coalesce(max(position), 0) + 1 from sparring_message where question_id = @question), @key, @fromTeam, @me, @now, @body, @names)
            """,
            new { id, question, key, fromTeam, me = by.Account.Value, now = work.Now, names, body = await work.SealAsync(key, "sparring_message", "body", id, text, cancel) },
            cancel);
    }

    /// <summary>Says to the team, and to nobody else, that there is news.</summary>
    public static Task TellTeamAsync(UnitOfWork work, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), account_id, 'news', @now from (
              select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.role = any(@roles)) team
            """,
            new { now = work.Now, roles = Roles.Granting(Permission.AnswerSparring) },
            cancel);

    public static Task TellAsync(UnitOfWork work, Guid account, CancellationToken cancel) =>
        work.ExecuteAsync("insert into outbox (id, account_id, template, created_at) values (gen_random_uuid(), @account, 'news', @now)", new { account, now = work.Now }, cancel);
}
