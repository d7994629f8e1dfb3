using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.StreetWork;

/// <summary>A notice that a person sent to a platform about a phenomenon, and what came of it.</summary>
public sealed record PlatformNotice(Guid Id, Guid Phenomenon, string Number, string Platform, string Reason, DateTimeOffset SentAt, DateTimeOffset? NextCheckAt, DateTimeOffset? AnsweredAt, string? Outcome, int Version)
{
    /// <summary>From the notice to its outcome.</summary>
    public TimeSpan? Took => AnsweredAt - SentAt;
}

/// <summary>
/// Notices to platforms. The page builds the text with the exact link, the reason and the statement of good faith; the person sends it on the platform's
/// own page and says so here. Nothing is attached, and nothing is sent from here.
/// </summary>
public static class PlatformNotices
{
    public static readonly string[] Reasons = ["violence", "harassment", "threat", "hate", "privacy", "fraud", "drugs", "self-harm", "other"];
    public static readonly string[] Outcomes = ["removed", "partly", "kept", "silent", "gone-before"];
    private static readonly TimeSpan CheckAfter = TimeSpan.FromHours(24);

    private const string Columns =
        """
        n.id, n.phenomenon_id as phenomenon, p.number, n.platform, n.reason, n.sent_at as sentat, n.next_check_at as nextcheckat, n.answered_at as answeredat, n.outcome, n.version
        """;

    /// <summary>Says that a notice was sent; it is looked at again after a day. <c>notice.reason</c>, <c>notice.no-link</c>, <c>phenomenon.not-found</c>.</summary>
    public static async Task<Result<Guid>> SentAsync(Municipality municipality, StaffMember staff, Guid id, string number, string reason, CancellationToken cancel = default)
    {
        if (!Reasons.Contains(reason))
        {
            return new Error("notice.reason", "Choose the reason.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var found = await work.FirstOrDefaultAsync<(Guid Id, Guid Shift, string? Platform, bool HasLink)>(
            """
            select p.id, p.shift_id, s.platform, l.phenomenon_id is not null
            from phenomenon p left join mandate_source s on s.id = p.source_id left join phenomenon_link l on l.phenomenon_id = p.id
            where p.number = upper(@number) and p.gone_at is null
            """,
            new { number },
            cancel);
        if (found.Platform is null || !staff.Can(Permission.WorkOnTheStreet))
        {
            return new Error("phenomenon.not-found", "There is no such phenomenon.");
        }

        if (!found.HasLink)
        {
            return new Error("notice.no-link", "The link is not yours to see, or there is none.");
        }

        var added = await work.ExecuteAsync(
            """
            insert into platform_notice (id, phenomenon_id, platform, reason, sent_at, sent_by, next_check_at) values (@id, @phenomenon, @Platform, @reason, @now, @me, @next)
            on conflict (id) do nothing
            """,
            new { id, phenomenon = found.Id, found.Platform, reason, now = work.Now, me = staff.Account.Value, next = work.Now + CheckAfter },
            cancel);
        if (added == 1)
        {
            await work.Streams.AppendAsync(found.Shift, new StreamEvent("notice.sent", $"phenomenon:{number.ToUpperInvariant()}", new { notice = id, found.Platform, reason, next = work.Now + CheckAfter }) { Role = Mandates.RoleOf(staff) }, cancel);
            await work.CommitAsync(cancel);
        }

        return id;
    }

    /// <summary>Writes the outcome, or, without one, that it is still there: then it is looked at again after another day. <c>notice.outcome</c>, <c>notice.stale</c>, <c>notice.not-found</c>.</summary>
    public static async Task<Result<Guid>> CheckedAsync(Municipality municipality, StaffMember staff, Guid notice, string? outcome, int version, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkOnTheStreet))
        {
            return new Error("notice.not-found", "There is no such notice.");
        }

        if (!string.IsNullOrEmpty(outcome) && !Outcomes.Contains(outcome))
        {
            return new Error("notice.outcome", "Choose what came of it.");
        }

        var settled = !string.IsNullOrEmpty(outcome);
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var shift = await work.FirstOrDefaultAsync<Guid?>(
            """
            update platform_notice n set outcome = @outcome, answered_at = @answered, next_check_at = @next, version = n.version + 1
            from phenomenon p where n.id = @notice and n.version = @version and n.outcome is null and p.id = n.phenomenon_id
            returning p.shift_id
            """,
            new { notice, version, outcome = settled ? outcome : null, answered = settled ? work.Now : (DateTimeOffset?)null, next = settled ? (DateTimeOffset?)null : work.Now + CheckAfter },
            cancel);
        if (shift is not { } known)
        {
            return new Error("notice.stale", "Somebody else has written the outcome.");
        }

        await work.Streams.AppendAsync(known, new StreamEvent("notice.checked", Detail: new { notice, old = (string?)null, @new = outcome }) { Role = Mandates.RoleOf(staff) }, cancel);
        await work.CommitAsync(cancel);
        return notice;
    }

    /// <summary>Those of a phenomenon, in order.</summary>
    public static async Task<IReadOnlyList<PlatformNotice>> OfAsync(Municipality municipality, StaffMember staff, Guid phenomenon, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.QueryAsync<PlatformNotice>($"select {Columns} from platform_notice n join phenomenon p on p.id = n.phenomenon_id where p.id = @phenomenon order by n.sent_at, n.id", new { phenomenon }, cancel);
    }

    /// <summary>Those to be looked at today or before, the oldest first.</summary>
    public static async Task<IReadOnlyList<PlatformNotice>> DueAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.QueryAsync<PlatformNotice>(
            $"select {Columns} from platform_notice n join phenomenon p on p.id = n.phenomenon_id where n.outcome is null and n.next_check_at <= @until order by n.next_check_at, n.id limit 50",
            new { until = work.Now.AddHours(12) },
            cancel);
    }
}
