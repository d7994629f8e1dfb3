using System.Globalization;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>Numbers of the street: <c>O-2026-031</c>, three digits and more, one row of numbers a kind and year; a mandate's is <c>M-7</c>.</summary>
internal static class StreetNumbers
{
    public static async Task<string> NextAsync(UnitOfWork work, string kind, CancellationToken cancel)
    {
        var year = DanishTime.DayOf(work.Now).Year;
        var number = await work.SingleAsync<long>("select next_number(@kind, @year)", new { kind, year }, cancel);
        return string.Create(CultureInfo.InvariantCulture, $"{kind}-{year}-{number:000}");
    }

    public static async Task<int> NextMandateAsync(UnitOfWork work, CancellationToken cancel) =>
        (int)await work.SingleAsync<long>("select next_number('M', 0)", cancel: cancel);
}
