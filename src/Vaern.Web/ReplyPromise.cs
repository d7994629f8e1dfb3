using Vaern.Web.Time;

namespace Vaern.Web;

/// <summary>When a person answers at the latest: 14:00 on the next working day. The municipality's own goal, shown before and after sending.</summary>
public sealed class ReplyPromise(TimeProvider clock)
{
    private static readonly TimeOnly Hour = new(14, 0);

    /// <summary>The promise to one who writes now.</summary>
    public DateTimeOffset ByNow()
    {
        var day = DateOnly.FromDateTime(DanishTime.Local(clock.GetUtcNow()).DateTime).AddDays(1);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            day = day.AddDays(1);
        }

        var local = day.ToDateTime(Hour);
        return new DateTimeOffset(local, DanishTime.Zone.GetUtcOffset(local));
    }
}
