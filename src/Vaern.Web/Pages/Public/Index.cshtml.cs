using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public;

/// <summary>The front page: danger first, then three doors. A unit's poster leads here with the unit's code.</summary>
public sealed class IndexModel(IServiceProvider services, CurrentLaw law, TimeProvider clock) : PageModel
{
    private const string EveryUnit = "GOAL-REPLY";

    /// <summary>When somebody who writes now has an answer at the latest.</summary>
    public DateTimeOffset ReplyBy { get; private set; }

    /// <summary>The code to hand on to the form, where a poster gave one that is ours.</summary>
    public string? UnitCode { get; private set; }

    public string? UnitName { get; private set; }

    public void OnGet(string? enhed)
    {
        var unit = enhed is null ? null : services.GetRequiredService<CurrentMunicipality>().Value.Units.FindByCode(enhed);
        (UnitCode, UnitName) = (unit?.Code, unit?.Name);
        ReplyBy = ReplyPromise.For(law.Book, unit?.ReplyRule ?? EveryUnit, clock.GetUtcNow());
    }

    /// <summary>The way into the form through one of the doors.</summary>
    public string Door(string who) => UnitCode is null ? $"/anmeld/start/{who}" : $"/anmeld/start/{who}?enhed={UnitCode}";
}
