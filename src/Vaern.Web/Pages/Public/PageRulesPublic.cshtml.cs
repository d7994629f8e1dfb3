using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Preparedness;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>The rules for comments on the municipality's own pages, the version in force and those before it.</summary>
public sealed class PageRulesPublicModel(CurrentMunicipality current) : PageModel
{
    public IReadOnlyList<PageRuleSet> Sets { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Sets = await PageRules.PublicAsync(current.Value, cancel);
}
