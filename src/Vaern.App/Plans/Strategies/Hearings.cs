using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>What pupils, parents or staff said at a meeting, and what it changed.</summary>
public sealed record HeardWords(string Said, string? Changed);

/// <summary>A comment that came through a link. Nobody knows from whom; names in it were masked before it was kept.</summary>
/// <param name="Outcome">changed or noted; null while nobody has taken it up.</param>
public sealed record HearingComment(Guid Id, string? Chapter, string Text, DateOnly ReceivedOn, string? Outcome, string? Answer, int Version);

/// <param name="Party">pupils, parents or staff.</param>
/// <param name="Link">What stands after <c>/hoering/</c>; null for a hearing that was held elsewhere.</param>
public sealed record Hearing(
    Guid Id, int VersionNumber, string Party, string? Link, DateOnly? ClosesOn, DateOnly? HeldOn, HeardWords? Words, DateTimeOffset? ClosedAt, int Version, IReadOnlyList<HearingComment> Comments)
{
    public bool IsOpen(DateOnly today) => Link is not null && ClosedAt is null && ClosesOn >= today;
}

/// <summary>Asking those whom a plan is for, and keeping what they said beside the version they read.</summary>
public static class Hearings
{
    public const int Longest = 4_000;

    public static readonly string[] Parties = ["pupils", "parents", "staff"];

    private static readonly Error NotFoundComment = new("unit-plan.comment-stale", "Somebody else has taken the comment up.");

    /// <summary>All hearings of the plan, the newest first. <c>unit-plan.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<Hearing>>> ListAsync(Municipality municipality, StaffMember staff, UnitId unit, string? kind, CancellationToken cancel = default)
    {
        if (UnitPlans.Place(municipality, unit, kind) is null || !UnitPlans.MayRead(staff, unit))
        {
            return UnitPlans.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select h.id, v.number, h.party, h.token, h.closes_on as closeson, h.held_on as heldon, h.body, h.closed_at as closedat, h.version
            from unit_plan_hearing h join unit_plan_version v on v.id = h.version_id join unit_plan p on p.id = v.plan_id
            where p.unit_id = @unit and p.kind = @kind order by h.opened_at desc, h.id
            """,
            new { unit = unit.Value, kind }, cancel);
        var hearings = new List<Hearing>();
        foreach (var row in rows)
        {
            var link = await work.OpenOptionalAsync(municipality.Id, "unit_plan_hearing", "token", row.Id, row.Token, cancel);
            var words = row.Body is null ? null : await work.OpenAsync<HeardWords>(municipality.Id, "unit_plan_hearing", "body", row.Id, row.Body, cancel);
            hearings.Add(new Hearing(row.Id, row.Number, row.Party, link, row.ClosesOn, row.HeldOn, words, row.ClosedAt, row.Version, await CommentsAsync(municipality, work, row.Id, cancel)));
        }

        return hearings;
    }

    /// <summary>
    /// Opens a link under which a party reads the open version and writes comments without a name. <c>unit-plan.no-version</c>, <c>unit-plan.party</c>,
    /// <c>unit-plan.closes-on</c> (today to 90 days on).
    /// </summary>
    public static Task<Result<string>> OpenLinkAsync(
        Municipality municipality, StaffMember staff, UnitId unit, string? kind, string? party, DateOnly closesOn, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<string>(municipality, staff, Permission.WritePlans, unit, kind, async (work, plan) =>
        {
            var today = DanishTime.DayOf(work.Now);
            if (Refused(plan, party) is { } refused)
            {
                return refused;
            }

            if (closesOn < today || closesOn > today.AddDays(90))
            {
                return new Error("unit-plan.closes-on", "The link closes within 90 days.");
            }

            var (id, token) = (Guid.CreateVersion7(), HearingLink.NewToken());
            await work.ExecuteAsync(
                """
                insert into unit_plan_hearing (id, version_id, party, token_hash, token, closes_on, opened_by, opened_at)
                values (@id, @version, @party, @hash, @token, @closesOn, @me, @now)
                """,
                new
                {
                    id, version = plan.Open!.Id, party, hash = HearingLink.Hash(token), closesOn, me = staff.Account.Value, now = work.Now,
                    token = await work.SealAsync(municipality.Id, "unit_plan_hearing", "token", id, token, cancel),
                },
                cancel);
            await UnitPlans.TellAsync(municipality, work, staff, plan, "unit-plan.hearing-opened", new { hearing = id, party, plan.Open.Number, closesOn }, null, cancel);
            return token;
        }, cancel);

    /// <summary>Writes down a hearing that was held elsewhere. <c>unit-plan.no-version</c>, <c>unit-plan.party</c>, <c>unit-plan.held-on</c>, <c>unit-plan.said</c>.</summary>
    public static Task<Result<int>> RecordAsync(
        Municipality municipality, StaffMember staff, UnitId unit, string? kind, string? party, DateOnly heldOn, HeardWords words, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<int>(municipality, staff, Permission.WritePlans, unit, kind, async (work, plan) =>
        {
            if (Refused(plan, party) is { } refused)
            {
                return refused;
            }

            if (heldOn > DanishTime.DayOf(work.Now) || heldOn.Year < 2000)
            {
                return new Error("unit-plan.held-on", "The day lies in the future.");
            }

            if (string.IsNullOrWhiteSpace(words.Said) || words.Said.Length > Longest || words.Changed?.Length > Longest)
            {
                return new Error("unit-plan.said", "What was said is missing, or longer than 4,000 characters.");
            }

            var id = Guid.CreateVersion7();
            await work.ExecuteAsync(
                "insert into unit_plan_hearing (id, version_id, party, held_on, body, opened_by, opened_at, closed_at) values (@id, @version, @party, @heldOn, @body, @me, @now, @now)",
                new { id, version = plan.Open!.Id, party, heldOn, body = await work.SealAsync(municipality.Id, "unit_plan_hearing", "body", id, words, cancel), me = staff.Account.Value, now = work.Now }, cancel);
            await UnitPlans.TellAsync(municipality, work, staff, plan, "unit-plan.heard", new { hearing = id, party, heldOn, plan.Open.Number }, null, cancel);
            return plan.Open.Number;
        }, cancel);

    /// <summary>Says what a comment came to. <c>unit-plan.comment-outcome</c>, <c>unit-plan.comment-stale</c>.</summary>
    public static Task<Result<int>> SettleAsync(
        Municipality municipality, StaffMember staff, UnitId unit, string? kind, Guid comment, string? outcome, string? answer, int version, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<int>(municipality, staff, Permission.WritePlans, unit, kind, async (work, plan) =>
        {
            if (outcome is not ("changed" or "noted") || answer?.Length > Longest)
            {
                return new Error("unit-plan.comment-outcome", "Changed or noted, with at most 4,000 characters.");
            }

            var settled = await work.ExecuteAsync(
                """
                update unit_plan_comment c set outcome = @outcome, answer = @answer, settled_by = @me, version = c.version + 1
                from unit_plan_hearing h join unit_plan_version v on v.id = h.version_id
                where c.id = @comment and c.version = @version and h.id = c.hearing_id and v.plan_id = @plan
                """,
                new { comment, version, outcome, plan = plan.Id, me = staff.Account.Value, answer = await work.SealOptionalAsync(municipality.Id, "unit_plan_comment", "answer", comment, answer, cancel) }, cancel);
            if (settled == 0)
            {
                return NotFoundComment;
            }

            await UnitPlans.TellAsync(municipality, work, staff, plan, "unit-plan.comment-settled", new { comment, outcome }, null, cancel);
            return version + 1;
        }, cancel);

    /// <summary>Closes a link before its day. <c>unit-plan.not-found</c> when it is no open link of the plan.</summary>
    public static Task<Result<int>> CloseAsync(Municipality municipality, StaffMember staff, UnitId unit, string? kind, Guid hearing, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<int>(municipality, staff, Permission.WritePlans, unit, kind, async (work, plan) =>
        {
            var closed = await work.ExecuteAsync(
                """
                update unit_plan_hearing h set closed_at = @now, version = h.version + 1 from unit_plan_version v
                where h.id = @hearing and h.closed_at is null and v.id = h.version_id and v.plan_id = @plan
                """,
                new { hearing, plan = plan.Id, now = work.Now }, cancel);
            if (closed == 0)
            {
                return UnitPlans.NotFound;
            }

            await UnitPlans.TellAsync(municipality, work, staff, plan, "unit-plan.hearing-closed", new { hearing }, null, cancel);
            return 0;
        }, cancel);

    private static Error? Refused(UnitPlan plan, string? party) =>
        plan.Open is null ? new Error("unit-plan.no-version", "There is no version to be heard about.")
        : !Parties.Contains(party) ? new Error("unit-plan.party", "The party is unknown.")
        : null;

    private static async Task<IReadOnlyList<HearingComment>> CommentsAsync(Municipality municipality, UnitOfWork work, Guid hearing, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string? Chapter, byte[] Body, DateOnly ReceivedOn, string? Outcome, byte[]? Answer, int Version)>(
            "select id, chapter, body, received_on, outcome, answer, version from unit_plan_comment where hearing_id = @hearing order by received_on, id", new { hearing }, cancel);
        var comments = new List<HearingComment>();
        foreach (var row in rows)
        {
            comments.Add(new HearingComment(
                row.Id, row.Chapter, await work.OpenTextAsync(municipality.Id, "unit_plan_comment", "body", row.Id, row.Body, cancel), row.ReceivedOn, row.Outcome,
                await work.OpenOptionalAsync(municipality.Id, "unit_plan_comment", "answer", row.Id, row.Answer, cancel), row.Version));
        }

        return comments;
    }

    private sealed class Row
    {
        public Guid Id { get; init; }

        public int Number { get; init; }

        public required string Party { get; init; }

        public byte[]? Token { get; init; }

        public DateOnly? ClosesOn { get; init; }

        public DateOnly? HeldOn { get; init; }

        public byte[]? Body { get; init; }

        public DateTimeOffset? ClosedAt { get; init; }

        public int Version { get; init; }
    }
}
