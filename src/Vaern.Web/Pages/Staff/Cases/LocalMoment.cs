using System.Globalization;
using Vaern.Data;
using LawTime = Vaern.Rules.DanishTime;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Reads and writes the moments of <c>datetime-local</c> fields, which are Danish wall-clock time.</summary>
public static class LocalMoment
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm", "dd-MM-yyyy HH:mm", "d/M/yyyy HH:mm", "d.M.yyyy HH.mm"];

    /// <summary>Null for an empty field; <c>moment.unreadable</c> for what is no moment.</summary>
    public static Result<DateTimeOffset?> Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return (DateTimeOffset?)null;
        }

        return DateTime.TryParseExact(typed.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? (DateTimeOffset?)LawTime.FirstReaching(local)
            : new Error("moment.unreadable", "The field does not hold a date and a time.");
    }

    public static string Write(DateTimeOffset instant) => LawTime.At(instant).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
