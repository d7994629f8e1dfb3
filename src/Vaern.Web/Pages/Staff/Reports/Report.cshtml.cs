using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Rules;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>A report: what was said, the files, the conversation, and what may become of it.</summary>
public sealed class ReportModel : ReportPage
{
    [BindProperty]
    public string? ContactReason { get; set; }

    /// <summary>Name and ways to reach the reporter, only in the answer to the act that opened them.</summary>
    public ReportContact? Contact { get; private set; }

    public bool MayOpenCases => Me.Can(Permission.OpenCases);

    public string Category => ReportCategories.Find(Report.Category) is { IsOk: true } known ? known.Value.Title.In(Texts.Language.Culture) : Report.Category;

    /// <summary>Pictures of the report that resemble one of another case.</summary>
    public Task<IReadOnlyList<App.Families.FamilyLead>> LeadsAsync() => App.Families.FamiliesOfCase.OfReportAsync(Town, Me, Report.Id, HttpContext.RequestAborted);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostContactAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var opened = await StaffReports.OpenContactAsync(Town, Me, Report.Id, ContactReason ?? "", cancel);
        if (!opened.TryGet(out var contact, out var error))
        {
            return Again(nameof(ContactReason), error);
        }

        Contact = contact;
        return Page();
    }
}
