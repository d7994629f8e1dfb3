using System.Globalization;

namespace Vaern.Rules;

/// <summary>A text in Danish and English; neither is empty.</summary>
public sealed record LocalText(string Da, string En)
{
    /// <summary>English when the culture is English, Danish for every other culture.</summary>
    public string In(CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == "en" ? En : Da;

    /// <summary>Danish, for logs and debuggers.</summary>
    public override string ToString() => Da;
}
