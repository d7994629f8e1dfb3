using System.Globalization;
using Vaern.App.StreetWork;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Words for what the street keeps as numbers and codes.</summary>
public static class StreetTexts
{
    /// <summary><c>mandag–torsdag kl. 18.30–21.30</c>: days that follow each other as a stretch, the rest one by one.</summary>
    public static string Hours(OpeningHours hours, Texts texts)
    {
        var stretches = new List<(int From, int To)>();
        foreach (var day in hours.Days.Order())
        {
            if (stretches.Count > 0 && stretches[^1].To == day - 1)
            {
                stretches[^1] = (stretches[^1].From, day);
            }
            else
            {
                stretches.Add((day, day));
            }
        }

        var days = string.Join(", ", stretches.Select(one => one.From == one.To ? Day(one.From, texts) : $"{Day(one.From, texts)}–{Day(one.To, texts)}"));
        return texts["street.hours", days, Minute(hours.Opens, texts), Minute(hours.Closes, texts)];
    }

    public static string Minute(int minute, Texts texts) =>
        string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}{(texts.Language == PageLanguage.English ? ':' : '.')}{minute % 60:00}");

    public static string Day(int day, Texts texts) => texts.Language.Culture.DateTimeFormat.GetDayName((DayOfWeek)(day % 7));
}
