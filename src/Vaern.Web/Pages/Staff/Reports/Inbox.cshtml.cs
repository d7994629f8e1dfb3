using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>The inbox: reports that wait, or those already settled.</summary>
public sealed class InboxModel : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "vis")]
    public string? Show { get; set; }

    public bool Settled => Show == "afgjorte";

    public bool Reads => Me.Can(Permission.AnswerReports) || Me.Can(Permission.AnswerReportsAboutLeaders);

    public IReadOnlyList<ReportLine> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var lines = await StaffReports.ListAsync(Town, Me, open: !Settled, cancel);
        Lines = Settled ? lines : [.. lines.OrderBy(line => line.AnsweredAt is not null).ThenBy(line => line.ReplyBy)];
        return Page();
    }
}
