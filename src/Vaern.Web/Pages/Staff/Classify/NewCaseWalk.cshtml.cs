using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Rules;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Classify;

/// <summary>The questions before a case is opened, from a report or from nothing. They can be left at every step.</summary>
[Needs(Permission.OpenCases)]
public sealed class NewCaseWalkModel : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "henvendelse")]
    public string? ReportNumber { get; set; }

    [BindProperty(SupportsGet = true, Name = "svar")]
    public string? Trail { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Choice { get; set; }

    [BindProperty(SupportsGet = true, Name = "frem")]
    public string? Forward { get; set; }

    public ClassificationWalk Walk { get; private set; } = ClassificationWalk.Follow(null, null);

    public OutcomeView? Outcome => Walk.Result(Town.Law) is { } result ? new OutcomeView(result, Town.Law) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        IReadOnlyDictionary<string, string>? known = null;
        if (ReportNumber is { Length: > 0 })
        {
            if (!(await StaffReports.ReadAsync(Town, Me, ReportNumber, cancel)).TryGet(out var report, out _))
            {
                return NotFound();
            }

            known = KnownAnswers.Of(report);
        }

        Walk = ClassificationWalk.Follow(Trail, Choice, known);
        if (Forward is not null && string.IsNullOrEmpty(Choice) && Walk.Question is not null)
        {
            ModelState.AddModelError(nameof(Choice), Texts["classify.missing"]);
        }
        else
        {
            ModelState.Clear(); // the page shows the next question, not the answer to the last
        }

        return Page();
    }

    /// <summary>This page with a trail.</summary>
    public string Address(string? trail) => "/sager/ny/klassificering" + Query(trail);

    /// <summary>The form that opens the case.</summary>
    public string Form(string? trail) => "/sager/ny" + Query(trail);

    private string Query(string? trail)
    {
        string[] parts = [.. new[] { ReportNumber is { Length: > 0 } number ? "henvendelse=" + Uri.EscapeDataString(number) : null, trail is null ? null : "svar=" + trail }.OfType<string>()];
        return parts.Length == 0 ? "" : "?" + string.Join('&', parts);
    }
}
