using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>One rung of a case's ladder.</summary>
[WordsOnly]
public sealed class RungPageModel : RungPage
{
    protected override Task<LadderOwner?> FindOwnerAsync(CancellationToken cancel) => CaseLadder.ReadAsync(this, cancel);
}
