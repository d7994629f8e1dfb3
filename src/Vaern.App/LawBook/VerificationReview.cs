using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.LawBook;

/// <summary>A rule whose verification is more than a year old.</summary>
public sealed record StaleVerification(Rule Rule, string By, DateOnly On);

/// <summary>
/// A rule is compared with the official text again every year (a goal, not law). What is due stands in the editors' day, and they get
/// one notice about it; a version that no longer is the newest is let lie.
/// </summary>
public static class VerificationReview
{
    /// <summary>The last day on which a verification may lie that is now due again.</summary>
    public static DateOnly LastDay(DateOnly today) => today.AddYears(-1);

    /// <summary>What is due, the oldest first; empty for those who do not verify rules.</summary>
    public static async Task<IReadOnlyList<StaleVerification>> DueAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.VerifyRules))
        {
            return [];
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var due = new List<StaleVerification>();
        foreach (var (rule, on, by) in await RowsAsync(municipality, work, cancel))
        {
            due.Add(new StaleVerification(rule, await municipality.Staff.NameAsync(new AccountId(by), cancel), on));
        }

        return due;
    }

    /// <summary>Tells those who verify rules, once for each verification that has become a year old. Safe to repeat.</summary>
    internal static async Task RemindAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var told = new List<object>();
        foreach (var (rule, on, _) in await RowsAsync(municipality, work, cancel))
        {
            var first = await work.ExecuteAsync(
                "insert into rule_reminder (rule_id, rule_version, verified_on, reminded_at) values (@id, @version, @on, @now) on conflict do nothing",
                new { id = rule.Id, version = rule.Version, on, now = work.Now },
                cancel);
            if (first > 0)
            {
                told.Add(new { rule = rule.Id, rule.Version, on });
            }
        }

        if (told.Count == 0)
        {
            return;
        }

        await work.ExecuteAsync(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), account_id, 'rules', @now from (
              select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.role = any(@editors)) editors
            """,
            new { now = work.Now, editors = Roles.Granting(Permission.VerifyRules) },
            cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("rules.review-due", Detail: new { rules = told }), cancel);
        await work.CommitAsync(cancel);
    }

    private static async Task<IEnumerable<(Rule Rule, DateOnly On, Guid By)>> RowsAsync(Municipality municipality, UnitOfWork work, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(string Rule, int Version, DateOnly On, Guid By)>(
            "select rule_id, rule_version, verified_on, account_id from rule_verification where verified_on <= @last order by verified_on, rule_id",
            new { last = LastDay(DanishTime.DayOf(work.Now)) },
            cancel);
        return rows.Select(row => (Found: municipality.Law.Find(row.Rule), row.Version, row.On, row.By))
            .Where(row => row.Found.IsOk && row.Found.Value.IsShown && row.Found.Value.Version == row.Version)
            .Select(row => (row.Found.Value, row.On, row.By));
    }
}
