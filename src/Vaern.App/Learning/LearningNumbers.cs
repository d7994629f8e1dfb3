using System.Globalization;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Learning;

/// <summary>Numbers of this room: <c>S-2027-021</c> a question, <c>VI-2027-012</c> a knowledge item, <c>E-2027-006</c> a parents' evening; a row of numbers a kind and year.</summary>
internal static class LearningNumbers
{
    public static async Task<string> NextAsync(UnitOfWork work, string kind, CancellationToken cancel)
    {
        var year = DanishTime.DayOf(work.Now).Year;
        var number = await work.SingleAsync<long>("select next_number(@kind, @year)", new { kind, year }, cancel);
        return string.Create(CultureInfo.InvariantCulture, $"{kind}-{year}-{number:000}");
    }
}
