using Vaern.App.Accounts;
using Vaern.Web.Pages.Staff.Removal;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The ladder of an issue.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class IssueLadderModel : LadderPage
{
    protected override Task<LadderOwner?> FindOwnerAsync(CancellationToken cancel) => IssueLadder.ReadAsync(this, cancel);
}
