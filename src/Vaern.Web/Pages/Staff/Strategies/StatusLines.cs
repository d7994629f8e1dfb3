using Microsoft.AspNetCore.Mvc;
using Vaern.App.Plans.Strategies;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>The lines of the status page and of its file, with the filter that stands in the address.</summary>
public abstract class StatusLines : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "plan")]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "status")]
    public string? State { get; set; }

    public IReadOnlyList<PlanStanding> All { get; private set; } = [];

    public IReadOnlyList<PlanStanding> Shown { get; private set; } = [];

    public string Query => QueryString("plan", Show) + (string.IsNullOrEmpty(Show) ? QueryString("status", State) : QueryString("status", State).Replace('?', '&'));

    protected async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (!(await PlanStandings.ListAsync(Town, Me, cancel)).TryGet(out var all, out _))
        {
            return false;
        }

        var kind = PlanAddress.KindOf(Show);
        (All, Shown) = (all, [.. all.Where(line => (string.IsNullOrEmpty(Show) || line.Template.Kind == kind) && (string.IsNullOrEmpty(State) || line.State == State))]);
        return true;
    }

    private static string QueryString(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"?{name}={Uri.EscapeDataString(value)}";
}
