using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>A version of a plan: where it has come to, who decided, and when it is looked at again.</summary>
public sealed record PlanVersion(
    Guid Id, int Number, string State, int TemplateVersion, string RuleSet, AccountId OpenedBy, DateTimeOffset OpenedAt, IReadOnlyList<string>? Amends,
    DateTimeOffset? SubmittedAt, string? BodyDecided, DateOnly? DecidedOn, AccountId? RecordedBy, string? Words, bool Digital, AccountId? PublishedBy, DateTimeOffset? PublishedAt,
    string? ReviewRule, int? ReviewRuleVersion, DateOnly? NextReview, DateTimeOffset? EndedAt, string? EndedWords, int Version)
{
    public bool IsOpen => State is "draft" or "submitted" or "approved";
}

/// <summary>A plan of a unit as those who write it see it. <paramref name="Open"/> is what is worked on; <paramref name="InForce"/> what is published.</summary>
public sealed record UnitPlan(
    Guid? Id, Unit Unit, PlanTemplate Template, DateOnly? EarlierOn, bool? EarlierDigital, PlanVersion? Open, PlanText? OpenText, PlanVersion? InForce, PlanText? InForceText,
    IReadOnlyList<PlanVersion> Versions);

/// <summary>Reads a unit's plans and opens new versions.</summary>
public static class UnitPlans
{
    /// <summary>Error when the unit, the plan or the right is missing; the page answers 404.</summary>
    public static Error NotFound { get; } = new("unit-plan.not-found", "There is no such plan, or it is not yours.");

    public static Error Stale { get; } = new("unit-plan.stale", "Somebody else has changed the plan.");

    private static readonly Error NotAllowed = new("unit-plan.not-allowed", "Your post does not let you do this.");

    /// <summary>Whether the person may read drafts: a member of the unit with a post that writes or decides on plans.</summary>
    public static bool MayRead(StaffMember staff, UnitId unit) => staff.Can(Permission.WritePlans, unit) || staff.Can(Permission.DecidePlans, unit);

    /// <summary>The plan with its open and its published version. <c>unit-plan.not-found</c>.</summary>
    public static async Task<Result<UnitPlan>> ReadAsync(Municipality municipality, StaffMember staff, UnitId unit, string? kind, CancellationToken cancel = default)
    {
        if (Place(municipality, unit, kind) is not (var found, var template) || !MayRead(staff, unit))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ReadAsync(municipality, work, found, template, cancel);
    }

    /// <summary>One version with its text, to read and compare. <c>unit-plan.not-found</c>.</summary>
    public static async Task<Result<(UnitPlan Plan, PlanVersion Version, PlanText Text, PlanVersion? Before, PlanText? BeforeText)>> ReadVersionAsync(
        Municipality municipality, StaffMember staff, UnitId unit, string? kind, int number, CancellationToken cancel = default)
    {
        if (!(await ReadAsync(municipality, staff, unit, kind, cancel)).TryGet(out var plan, out var error))
        {
            return error;
        }

        if (plan.Versions.FirstOrDefault(one => one.Number == number) is not { } version)
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var before = plan.Versions.FirstOrDefault(one => one.Number == number - 1);
        return (plan, version, await PlanText.ReadAsync(municipality, work, plan.Template, version.Id, cancel), before,
            before is null ? null : await PlanText.ReadAsync(municipality, work, plan.Template, before.Id, cancel));
    }

    /// <summary>
    /// Opens the next version as a draft with the words of the latest one; what is in force stays until the new one is published. Asking
    /// twice gives the same draft. <c>unit-plan.not-found</c>, <c>unit-plan.not-allowed</c>.
    /// </summary>
    public static Task<Result<int>> OpenAsync(Municipality municipality, StaffMember staff, UnitId unit, string? kind, CancellationToken cancel = default) =>
        OnPlanAsync<int>(municipality, staff, Permission.WritePlans, unit, kind, async (work, plan) =>
        {
            if (plan.Open is { } open)
            {
                return open.Number;
            }

            var number = await NextAsync(municipality, work, staff, plan, plan.InForce ?? (plan.Versions.Count > 0 ? plan.Versions[0] : null), amends: null, cancel);
            return number;
        }, cancel);

    /// <summary>Says that the unit has a plan from before the program. <c>unit-plan.earlier</c> for a day to come, or when a version exists.</summary>
    public static Task<Result<int>> RegisterEarlierAsync(
        Municipality municipality, StaffMember staff, UnitId unit, string? kind, DateOnly adoptedOn, bool digital, CancellationToken cancel = default) =>
        OnPlanAsync<int>(municipality, staff, Permission.WritePlans, unit, kind, async (work, plan) =>
        {
            if (adoptedOn > DanishTime.DayOf(work.Now) || adoptedOn.Year < 1990 || plan.InForce is not null)
            {
                return new Error("unit-plan.earlier", "An earlier plan was adopted on a day that has been, before any plan in the program.");
            }

            await work.ExecuteAsync("update unit_plan set earlier_on = @adoptedOn, earlier_digital = @digital where id = @Id", new { plan.Id, adoptedOn, digital }, cancel);
            await TellAsync(municipality, work, staff, plan, "unit-plan.earlier", new { old = plan.EarlierOn, @new = adoptedOn, digital }, null, cancel);
            return 0;
        }, cancel);

    internal static (Unit, PlanTemplate)? Place(Municipality municipality, UnitId unit, string? kind) =>
        municipality.Units.Find(unit) is { } found && PlanTemplate.Find(kind) is { } template && template.Units.Contains(found.Kind) ? (found, template) : null;

    /// <summary>A change of a plan: the row made and locked, the right checked, one transaction.</summary>
    internal static async Task<Result<T>> OnPlanAsync<T>(
        Municipality municipality, StaffMember staff, Permission needed, UnitId unit, string? kind, Func<UnitOfWork, UnitPlan, Task<Result<T>>> change, CancellationToken cancel)
    {
        if (Place(municipality, unit, kind) is not (var found, var template) || !MayRead(staff, unit))
        {
            return NotFound;
        }

        if (!staff.Can(needed, unit))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        await work.ExecuteAsync(
            "insert into unit_plan (id, unit_id, kind) values (@id, @unit, @kind) on conflict do nothing", new { id = Guid.CreateVersion7(), unit = unit.Value, kind }, cancel);
        await work.SingleAsync<Guid>("select id from unit_plan where unit_id = @unit and kind = @kind for update", new { unit = unit.Value, kind }, cancel);
        var done = await change(work, await ReadAsync(municipality, work, found, template, cancel));
        if (done.IsOk)
        {
            await work.CommitAsync(cancel);
        }

        return done;
    }

    internal static async Task<int> NextAsync(
        Municipality municipality, UnitOfWork work, StaffMember staff, UnitPlan plan, PlanVersion? from, IReadOnlyList<string>? amends, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        var number = plan.Versions.Count == 0 ? 1 : plan.Versions.Max(one => one.Number) + 1;
        await work.ExecuteAsync(
            """
            insert into unit_plan_version (id, plan_id, number, state, template_version, rule_set, opened_by, opened_at, amends)
            values (@id, @plan, @number, 'draft', @template, @ruleSet, @me, @now, @amends)
            """,
            new { id, plan = plan.Id, number, template = plan.Template.Version, ruleSet = municipality.Law.RuleSet, me = staff.Account.Value, now = work.Now, amends = amends?.ToArray() },
            cancel);
        if (from is not null)
        {
            await CopyAsync(municipality, work, plan.Template, from.Id, id, cancel);
        }

        await TellAsync(municipality, work, staff, plan, "unit-plan.opened", new { number, from = from?.Number, amends }, null, cancel);
        return number;
    }

    internal static Task<long> TellAsync(
        Municipality municipality, UnitOfWork work, StaffMember staff, UnitPlan plan, string action, object detail, object? secret, CancellationToken cancel) =>
        work.Streams.AppendAsync(
            municipality.Id, new StreamEvent(action, $"unit_plan:{plan.Id:N}", detail, secret) { Role = staff.RoleIn(plan.Unit.Id) }, cancel);

    internal static async Task<UnitPlan> ReadAsync(Municipality municipality, UnitOfWork work, Unit unit, PlanTemplate template, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Id, DateOnly? EarlierOn, bool? EarlierDigital)?>(
            "select id, earlier_on, earlier_digital from unit_plan where unit_id = @unit and kind = @Kind", new { unit = unit.Id.Value, template.Kind }, cancel);
        if (row is not { } plan)
        {
            return new UnitPlan(null, unit, template, null, null, null, null, null, null, []);
        }

        var versions = await PlanVersions.ReadAsync(municipality, work, plan.Id, cancel);
        var (open, inForce) = (versions.FirstOrDefault(one => one.IsOpen), versions.FirstOrDefault(one => one.State == "published"));
        return new UnitPlan(
            plan.Id, unit, template, plan.EarlierOn, plan.EarlierDigital,
            open, open is null ? null : await PlanText.ReadAsync(municipality, work, template, open.Id, cancel),
            inForce, inForce is null ? null : await PlanText.ReadAsync(municipality, work, template, inForce.Id, cancel), versions);
    }

    private static async Task CopyAsync(Municipality municipality, UnitOfWork work, PlanTemplate template, Guid from, Guid to, CancellationToken cancel)
    {
        var text = await PlanText.ReadAsync(municipality, work, template, from, cancel);
        foreach (var chapter in template.Chapters.Select(one => text.Chapter(one.Key)).Where(one => one is { Version: > 0, By: not null }))
        {
            await work.ExecuteAsync(
                "insert into unit_plan_chapter (version_id, chapter, body, version, saved_by, saved_at) values (@to, @Key, @body, 1, @by, @At)",
                new { to, chapter.Key, body = await work.SealAsync(municipality.Id, PlanText.Table(chapter.Key), "body", to, new ChapterBody(chapter.Answers), cancel), by = chapter.By!.Value.Value, chapter.At },
                cancel);
        }
    }
}
