using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Data;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>A page inside one case. A case that is not there and a case that is not the person's to see are the same 404.</summary>
[WordsOnly]
public abstract class CasePage : StaffPage
{
    private CaseView? found;

    /// <summary>The number in the address, such as <c>F-2027-0011</c>; addresses may be written in small letters.</summary>
    [FromRoute(Name = "nr")]
    public string? Number { get; set; }

    /// <summary>The case; read by <see cref="ReadAsync"/>.</summary>
    public CaseView Case => found ?? throw new InvalidOperationException("The case was not read.");

    public ClockWords Clocks => new(Texts, When, Town.Law);

    public bool MayWrite => Case is { MayWrite: true, State: not "closed" };

    public string Address => $"/sager/{Case.Number}";

    public string UnitName => Town.Units.Find(Case.Unit)?.Name ?? "–";

    protected async Task<bool> ReadAsync(CancellationToken cancel) =>
        (await ReadCase.HandleAsync(Town, Me, Number?.ToUpperInvariant() ?? "", cancel)).TryGet(out found, out _);

    /// <summary>Shows the page again with the refusal beside <paramref name="field"/>; hidden things stay 404.</summary>
    protected IActionResult Again(string field, Error error)
    {
        if (error.Code == "case.not-found")
        {
            return NotFound();
        }

        Refuse(field, error);
        return Page();
    }
}
