using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>The ladder of a case.</summary>
[WordsOnly]
public sealed class LadderModel : LadderPage
{
    protected override Task<LadderOwner?> FindOwnerAsync(CancellationToken cancel) => CaseLadder.ReadAsync(this, cancel);
}
