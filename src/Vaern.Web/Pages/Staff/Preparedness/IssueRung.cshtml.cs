using Vaern.App.Accounts;
using Vaern.Web.Pages.Staff.Removal;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>One rung of an issue's ladder.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class IssueRungModel : RungPage
{
    protected override Task<LadderOwner?> FindOwnerAsync(CancellationToken cancel) => IssueLadder.ReadAsync(this, cancel);
}
