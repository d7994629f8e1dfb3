using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Proposes a new source to the mandate's owner. Nothing is recorded from it meanwhile.</summary>
[Needs(Permission.WorkOnTheStreet)]
public sealed class ProposeSourceModel : StreetPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? SourceName { get; set; }

    [BindProperty]
    public string? Platform { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    [BindProperty]
    public bool NotAPerson { get; set; }

    public void OnGet() => Id = Guid.CreateVersion7();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var now = await Shifts.NowAsync(Town, Me, cancel);
        var asked = new ProposedSource(SourceName ?? "", Platform ?? "", Address ?? "", Why ?? "");
        var proposed = await SourceProposals.ProposeAsync(Town, Me, Id, now.Mandate?.Id ?? Guid.Empty, asked, NotAPerson, cancel);
        return proposed.TryGet(out _, out var error)
            ? Saved("/gadeplan", "street.saved.proposed")
            : IsHidden(error) ? NotFound() : Again(
                error.Code switch
                {
                    "source.name-missing" or "source.person" => nameof(SourceName),
                    "source.platform-missing" => nameof(Platform),
                    "source.address" or "source.closed-group" or "source.known" => nameof(Address),
                    "source.why-missing" => nameof(Why),
                    _ when error.Code.StartsWith("words.", StringComparison.Ordinal) => nameof(Why),
                    _ => "",
                },
                error);
    }
}
