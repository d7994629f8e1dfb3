using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>
/// The renewal clock at work. Before the review day, when the rule's alarm has rung, and after it: the unit's leaders weekly; past the day
/// the head of schools monthly; of one from before the program without a digital part, or more than a year old, the leaders monthly. Where a school has no strategy when the school year begins, the head gets a task (B-01). Safe to repeat.
/// </summary>
internal static class PlanReminders
{
    // The folkeskole's year begins on 1 August; what is missing then is the municipal council's to set.
    private const int SchoolYearMonth = 8;

    public static async Task RunAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var today = DanishTime.DayOf(work.Now);
        var standings = await PlanStandings.AllAsync(municipality, work, cancel);
        var told = 0;
        foreach (var standing in standings.Where(one => one is { Number: not null, NextReview: not null }))
        {
            told += await RemindAsync(municipality, work, standing, today, cancel);
        }

        // One from before the program is nobody's clock, yet it may lack the digital part or be older than its rule lets it be.
        foreach (var standing in standings.Where(one => one is { State: "earlier", EarlierOn: { } on } && (one.Digital != true || on.AddYears(1) < today)))
        {
            told += await TellAsync(work, standing, standing.Unit.Id, Roles.Granting(Permission.DecidePlans), today, today.AddMonths(-1).AddDays(1), cancel);
        }

        var owed = await OweAsync(municipality, work, standings, today, cancel);
        if (told > 0 || owed > 0)
        {
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("unit-plan.reminded", Detail: new { told, owed }), cancel);
            await work.CommitAsync(cancel);
        }
    }

    private static async Task<int> RemindAsync(Municipality municipality, UnitOfWork work, PlanStanding standing, DateOnly today, CancellationToken cancel)
    {
        var (next, overdue) = (standing.NextReview!.Value, standing.NextReview < today);
        if (!overdue && today < AlarmDay(standing, next))
        {
            return 0;
        }

        var told = await TellAsync(work, standing, standing.Unit.Id, Roles.Granting(Permission.DecidePlans), today, today.AddDays(-6), cancel);
        if (overdue && standing.Template.Kind is "strategy" or "handling")
        {
            told += await TellAsync(work, standing, municipality.Units.Root.Id, ["head_of_schools"], today, today.AddMonths(-1).AddDays(1), cancel);
        }

        return told;
    }

    // The first alarm that the rule sets before its day; a month before where it sets none.
    private static DateOnly AlarmDay(PlanStanding standing, DateOnly next)
    {
        var alarm = standing.ReviewRule?.Alarms.Where(one => one is { Anchor: AlarmAnchor.BeforeDue, Unit: PeriodUnit.Months, Value: not null }).Select(one => next.AddMonths(-one.Value!.Value)).Order().Cast<DateOnly?>().FirstOrDefault();
        return alarm ?? next.AddMonths(-1);
    }

    private static async Task<int> TellAsync(
        UnitOfWork work, PlanStanding standing, UnitId place, string[] roles, DateOnly today, DateOnly since, CancellationToken cancel) =>
        await work.ExecuteAsync(
            """
            with plan as (select id from unit_plan where unit_id = @unit and kind = @kind),
            due as (
              insert into unit_plan_reminder (plan_id, account_id, reminded_on)
              select distinct plan.id, m.account_id, @today::date from plan, membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.unit_id = @place and m.role = any(@roles) and not exists (
                select 1 from unit_plan_reminder r where r.plan_id = plan.id and r.account_id = m.account_id and r.reminded_on >= @since)
              on conflict do nothing returning account_id)
            insert into outbox (id, account_id, template, created_at) select gen_random_uuid(), account_id, 'plans', @now from due
            """,
            new { unit = standing.Unit.Id.Value, kind = standing.Template.Kind, roles, today, since, place = place.Value, now = work.Now }, cancel);

    private static async Task<int> OweAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<PlanStanding> standings, DateOnly today, CancellationToken cancel)
    {
        var begins = new DateOnly(today.Year, SchoolYearMonth, 1);
        if (today < begins || today > begins.AddMonths(1))
        {
            return 0;
        }

        // Once a year and school: what the head has ticked off does not come back the next minute.
        var asked = await work.QueryAsync<Guid>("select about_unit from unit_action where source = 'missing' and made_at >= @begins order by about_unit", new { begins = DanishTime.StartOf(begins) }, cancel);
        var owed = 0;
        foreach (var standing in standings.Where(one => one.Template.Kind == "strategy" && one.State is "lacks" or "withdrawn" && !asked.Contains(one.Unit.Id.Value)))
        {
            var words = new ActionWords($"Mangler på {standing.Unit.Name} – kommunalbestyrelsen fastsætter en.", "Skolechef");
            var id = Guid.CreateVersion7();
            owed += await UnitActions.InsertAsync(municipality, work, null, municipality.Units.Root.Id, id, "missing", null, standing.Unit.Id, words, begins.AddMonths(1), cancel) ? 1 : 0;
        }

        return owed;
    }
}
