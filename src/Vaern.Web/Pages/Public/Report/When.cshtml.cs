using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>
/// When it happened. A day without a time of day is kept as its first moment and marked so: clocks then ring early, never late (law S-3).
/// </summary>
public sealed class WhenModel(TimeText time) : ReportQuestion("hvornaar")
{
    [BindProperty]
    public string? Day { get; set; }

    [BindProperty]
    public string? Date { get; set; }

    [BindProperty]
    public string? Clock { get; set; }

    public void OnGet()
    {
        if (Answers.HappenedAt is { } at)
        {
            var local = TimeText.Local(at);
            var day = DateOnly.FromDateTime(local.DateTime);
            Day = day == time.Today ? "today" : day == time.Today.AddDays(-1) ? "yesterday" : "date";
            Date = Day == "date" ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
            Clock = Answers.TimeUnknown ? null : local.ToString("HH:mm", CultureInfo.InvariantCulture);
        }
        else if (Answers.Answered.Contains(Name))
        {
            Day = "unknown";
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        DateOnly? day = Day switch
        {
            "today" => time.Today,
            "yesterday" => time.Today.AddDays(-1),
            "date" when DateOnly.TryParse(Date, CultureInfo.GetCultureInfo("da-DK"), out var typed) => typed,
            _ => null,
        };
        if (Day is not ("today" or "yesterday" or "date" or "unknown"))
        {
            ModelState.AddModelError(nameof(Day), T["report.when.missing"]);
        }
        else if (Day == "date" && day is null)
        {
            ModelState.AddModelError(nameof(Date), T["report.when.day.missing"]);
        }
        else if (day > time.Today || day < time.Today.AddYears(-100))
        {
            ModelState.AddModelError(nameof(Date), T[day > time.Today ? "report.when.future" : "report.when.day.missing"]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var known = TimeOnly.TryParse(Clock?.Replace('.', ':'), CultureInfo.InvariantCulture, out var clock);
        DateTimeOffset? at = null;
        if (day is { } theDay)
        {
            var local = theDay.ToDateTime(known ? clock : TimeOnly.MinValue);
            at = new DateTimeOffset(local, TimeText.Zone.GetUtcOffset(local));
            at = at > time.Now ? time.Now : at;
        }

        return await SaveAsync(answers => answers with { HappenedAt = at?.ToUniversalTime(), TimeUnknown = !known });
    }
}
