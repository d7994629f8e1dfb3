using System.Globalization;
using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.StreetWork;

/// <summary>How one was after a shift, from 1 (hard) to 5 (good).</summary>
public sealed record WellBeingLine(string Shift, DateTimeOffset At, int Value);

/// <summary>
/// A private question after each shift. The answer is sealed under the person's own key, and the database lets nobody else read the row: not a leader, not
/// the background work. It goes into no stream and no figure.
/// </summary>
public static class WellBeing
{
    private const int Lines = 30;

    /// <summary><c>wellbeing.value</c>, <c>shift.not-found</c>.</summary>
    public static async Task<Result<Guid>> AnswerAsync(Municipality municipality, StaffMember staff, Guid shift, int value, CancellationToken cancel = default)
    {
        if (value is < 1 or > 5)
        {
            return new Error("wellbeing.value", "Choose from 1 to 5.");
        }

        var me = staff.Account.Value;
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(me), cancel);
        if (await work.FirstOrDefaultAsync<int?>("select 1 from street_shift where id = @shift and worker_id = @me", new { shift, me }, cancel) is null)
        {
            return new Error("shift.not-found", "There is no such shift of yours.");
        }

        await work.ExecuteAsync(
            """
            insert into street_wellbeing (account_id, shift_id, value) values (@me, @shift, @value)
            on conflict (account_id, shift_id) do update set value = excluded.value
            """,
            new { me, shift, value = await work.SealAsync(me, "street_wellbeing", "value", shift, value.ToString(CultureInfo.InvariantCulture), cancel) },
            cancel);
        await work.CommitAsync(cancel);
        return shift;
    }

    /// <summary>One's own answers, the latest first.</summary>
    public static async Task<IReadOnlyList<WellBeingLine>> OwnAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        var me = staff.Account.Value;
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(me), cancel);
        var rows = await work.QueryAsync<(Guid Id, string Number, DateTimeOffset At, byte[] Value)>(
            """
            select s.id, s.number, s.started_at, w.value from street_wellbeing w join street_shift s on s.id = w.shift_id
            where w.account_id = @me order by s.started_at desc, s.id limit @limit
            """,
            new { me, limit = Lines },
            cancel);
        var lines = new List<WellBeingLine>(rows.Count);
        foreach (var row in rows)
        {
            lines.Add(new WellBeingLine(row.Number, row.At, int.Parse(await work.OpenTextAsync(me, "street_wellbeing", "value", row.Id, row.Value, cancel), CultureInfo.InvariantCulture)));
        }

        return lines;
    }
}
