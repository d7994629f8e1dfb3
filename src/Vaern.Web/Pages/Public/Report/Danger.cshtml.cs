using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Somebody is in danger: one number to call, and a way on when it is over.</summary>
public sealed class DangerModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Who { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Enhed { get; set; }

    public string Query => Enhed is null ? "" : $"?enhed={Uri.EscapeDataString(Enhed)}";

    public void OnGet()
    {
    }
}
