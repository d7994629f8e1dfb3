using Vaern.App;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>Lines of the inbox, with the town that names their units.</summary>
public sealed record ReportTable(IReadOnlyList<ReportLine> Lines, Municipality Town);
