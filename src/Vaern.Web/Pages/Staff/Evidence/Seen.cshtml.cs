using Vaern.App.Evidence;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>How often one has had to look, for oneself: the page of the person signed in, and there is no page of anybody else.</summary>
public sealed class SeenModel : StaffPage
{
    public IReadOnlyList<ExposureWeek> Weeks { get; private set; } = [];

    public ExposureWeek ThisWeek => Weeks[0];

    public async Task OnGetAsync(CancellationToken cancel) => Weeks = await Exposures.OwnAsync(Town, Me, cancel);
}
