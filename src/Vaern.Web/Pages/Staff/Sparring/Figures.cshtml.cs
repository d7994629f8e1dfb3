using Vaern.App.Accounts;
using Vaern.App.Learning.Sparring;
using Vaern.Rules;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>How many asked and were answered in time, for those who lead. «Sparring er mellem dig og teamet.»</summary>
[Needs(Permission.SeeSparringFigures)]
public sealed class FiguresModel : SparringPage
{
    /// <summary>A year back, with today.</summary>
    public DateOnly From => When.Today.AddYears(-1);

    public IReadOnlyList<(string Unit, SparringCounts Counts)> Counts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) =>
        Counts = [.. (await ReadSparring.CountsAsync(Town, Me, DanishTime.StartOf(From), DanishTime.StartOf(When.Today.AddDays(1)), cancel))
            .Select(count => (Town.Units.Find(count.Unit)?.Name ?? "–", count)).OrderBy(pair => pair.Item1, StringComparer.CurrentCulture)];
}
