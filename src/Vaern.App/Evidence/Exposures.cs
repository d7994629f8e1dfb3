using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Evidence;

/// <summary>How often somebody has looked at difficult material in a week. <paramref name="Monday"/> is the week's first day.</summary>
public sealed record ExposureWeek(DateOnly Monday, int Pictures, int Texts, int Files)
{
    public int All => Pictures + Texts + Files;
}

/// <summary>
/// A count of one's own views, for one's own sake. Nobody else can read it, whatever their role: the database itself says so. There is no list of persons
/// and no limit that reports anybody.
/// </summary>
public static class Exposures
{
    private const int Weeks = 12;

    /// <summary>The last twelve weeks of the person, latest first; weeks without a view are there too.</summary>
    public static async Task<IReadOnlyList<ExposureWeek>> OwnAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var today = Rules.DanishTime.DayOf(work.Now);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var rows = await work.QueryAsync<(DateOnly Day, string Kind, int Times)>(
            "select seen_on, kind, times from exposure where account_id = @me and seen_on >= @from order by seen_on, kind",
            new { me = staff.Account.Value, from = monday.AddDays(-7 * (Weeks - 1)) },
            cancel);
        return [.. Enumerable.Range(0, Weeks).Select(back => Week(monday.AddDays(-7 * back), rows))];
    }

    internal static Task<int> AddAsync(UnitOfWork work, StaffMember staff, string kind, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            insert into exposure (account_id, seen_on, kind, times) values (@me, @today, @kind, 1)
            on conflict (account_id, seen_on, kind) do update set times = exposure.times + 1
            """,
            new { me = staff.Account.Value, today = Rules.DanishTime.DayOf(work.Now), kind },
            cancel);

    private static ExposureWeek Week(DateOnly monday, IReadOnlyList<(DateOnly Day, string Kind, int Times)> rows)
    {
        int Of(string kind) => rows.Where(row => row.Kind == kind && row.Day >= monday && row.Day < monday.AddDays(7)).Sum(row => row.Times);
        return new ExposureWeek(monday, Of("picture"), Of("text"), Of("file"));
    }
}
