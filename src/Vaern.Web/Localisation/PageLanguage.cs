using System.Globalization;

namespace Vaern.Web.Localisation;

/// <summary>The two languages of every page. Danish is the original; English is complete.</summary>
public enum PageLanguage
{
    Danish,
    English,
}

/// <summary>What a language needs to be shown: its code and its culture.</summary>
public static class PageLanguages
{
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    extension(PageLanguage language)
    {
        /// <summary><c>da</c> or <c>en</c>, as in the <c>lang</c> attribute.</summary>
        public string Code => language == PageLanguage.English ? "en" : "da";

        /// <summary>Danish as in Denmark, English as in Britain: 24-hour clock and day before month in both.</summary>
        public CultureInfo Culture => language == PageLanguage.English ? English : Danish;
    }
}
