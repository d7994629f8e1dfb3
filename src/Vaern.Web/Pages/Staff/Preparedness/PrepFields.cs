using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>What the forms of the preparedness share: days, and the lists to choose from.</summary>
internal static class PrepFields
{
    public static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string Write(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static IEnumerable<SelectListItem> Items(this Texts texts, string prefix, IEnumerable<string> keys) => keys.Select(key => new SelectListItem(texts[$"{prefix}.{key}"], key));

    /// <summary>Open issues to choose from, an exercise marked as one.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> IssuesAsync(Municipality town, StaffMember me, Texts texts, CancellationToken cancel) =>
        [.. (await ReadIssues.ListAsync(town, me, closed: false, 0, cancel)).Select(issue => new SelectListItem($"{issue.Number} {issue.Title}{(issue.Drill ? $" ({texts["prep.drill"]})" : "")}", issue.Id.Value.ToString()))];
}
