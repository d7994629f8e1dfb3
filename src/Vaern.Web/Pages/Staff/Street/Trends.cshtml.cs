using Vaern.App.Accounts;
using Vaern.App.StreetWork.Imports;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>What changes over the weeks in what was imported. Kinds, words and channels; never persons.</summary>
[Needs(Permission.ImportUnderMandates, Permission.AdviseOnMandates)]
public sealed class TrendsModel : StreetPage
{
    public StreetTrends Trends { get; private set; } = null!;

    public IReadOnlyList<DateOnly> Weeks => [.. Trends.Weeks.Select(one => one.Week).Distinct().OrderDescending()];

    public IReadOnlyList<string> Kinds => [.. Trends.Weeks.Select(one => one.Kind).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The number of a kind in a week; a dash for none, words for fewer than five.</summary>
    public string Cell(string kind, DateOnly week) =>
        Trends.Weeks.FirstOrDefault(one => one.Kind == kind && one.Week == week) is { } found ? found.Number?.ToString("N0", Texts.Language.Culture) ?? Texts["trends.few"] : "–";

    public string WeekName(DateOnly week) => Texts["trends.week", System.Globalization.ISOWeek.GetWeekOfYear(week.ToDateTime(TimeOnly.MinValue)), When.Date(week)];

    public async Task OnGetAsync(CancellationToken cancel) => Trends = await StreetTrends.ReadAsync(Town, Me, cancel);
}
