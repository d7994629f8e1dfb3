using Microsoft.AspNetCore.Mvc;
using Vaern.App.Families;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Families;

/// <summary>One resemblance to judge: the same, or not, and why. Nothing of the other case is here but whom to call.</summary>
public sealed class LeadPageModel : CasePage
{
    private FamilyLead? lead;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    /// <summary>same or other.</summary>
    [BindProperty]
    public string? Verdict { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public FamilyLead Lead => lead!;

    public LeadWords Words => new(Texts);

    public bool MayDecide => MayWrite && Lead.State == "open";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await FindAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        if (Verdict is not ("same" or "other"))
        {
            Refuse(nameof(Verdict), "fault.lead.verdict");
            return Page();
        }

        var decided = await DecideLead.HandleAsync(Town, Me, Case.Id, Id, Verdict == "same", Reason ?? "", cancel);
        if (!decided.TryGet(out var number, out var error))
        {
            return Again(error.Code.StartsWith("reason.", StringComparison.Ordinal) ? nameof(Reason) : "", error);
        }

        return Verdict == "same" ? Saved($"/familier/{number}", "lead.saved.same", Case.Number) : Saved($"{Address}#familier", "lead.saved.other");
    }

    private async Task<bool> FindAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && (lead = (await FamiliesOfCase.ReadAsync(Town, Me, Case.Id, cancel)).Leads.FirstOrDefault(one => one.Id == Id)) is not null;
}
