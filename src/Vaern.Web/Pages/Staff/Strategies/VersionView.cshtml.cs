using Microsoft.AspNetCore.Mvc;
using Vaern.App.Plans.Strategies;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>A version as it stands or stood, and what differs from the one before.</summary>
public sealed class VersionViewModel : UnitPlanPage
{
    [BindProperty(SupportsGet = true, Name = "sammenlign")]
    public string? Compare { get; set; }

    [BindProperty(SupportsGet = true, Name = "pdf")]
    public string? Pdf { get; set; }

    /// <summary>Somebody asked for the PDF, and the program that makes it is not here.</summary>
    public bool PdfIsMissing => Pdf == "mangler";

    public PlanVersion Version { get; private set; } = null!;

    public PlanText Text { get; private set; } = null!;

    public PlanVersion? Before { get; private set; }

    public PlanText? BeforeText { get; private set; }

    public bool Compares => Compare == "1" && BeforeText is not null;

    /// <summary>How many answers differ.</summary>
    public int Changed => Plan.Template.Questions.Count(one => BeforeText!.Answer(one.Chapter, one.Question) != Text.Answer(one.Chapter, one.Question));

    public async Task<IActionResult> OnGetAsync(int nr, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !(await UnitPlans.ReadVersionAsync(Town, Me, UnitId, Kind, nr, cancel)).TryGet(out var found, out _))
        {
            return NotFound();
        }

        (_, Version, Text, Before, BeforeText) = found;
        return Page();
    }
}
