using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Cases;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Who can see the case, and letting a colleague in or out, with a reason.</summary>
public sealed class AccessModel : CasePage
{
    private IReadOnlyList<Colleague> colleagues = [];

    [BindProperty]
    public Guid? Colleague { get; set; }

    [BindProperty]
    public string? Access { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public Guid? Out { get; set; }

    [BindProperty]
    public string? OutReason { get; set; }

    public IEnumerable<SelectListItem> Others
    {
        get
        {
            var groups = new Dictionary<string, SelectListGroup>();
            foreach (var colleague in colleagues.Where(one => Case.Participants.All(person => person.Account != one.Account)))
            {
                var group = groups.TryGetValue(colleague.Unit, out var known) ? known : groups[colleague.Unit] = new SelectListGroup { Name = colleague.Unit };
                yield return new SelectListItem(colleague.Name, colleague.Account.Value.ToString()) { Group = group };
            }
        }
    }

    public IEnumerable<SelectListItem> Removable => Case.Participants.Where(person => person.Account != Case.Owner && person.Account != Me.Account)
        .Select(person => new SelectListItem(person.Name, person.Account.Value.ToString()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Access = "read";
        return await ReadBothAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostInAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        if (Colleague is not { } chosen)
        {
            Refuse(nameof(Colleague), "fault.access.unknown");
            return Page();
        }

        var granted = await CaseAccess.GrantAsync(Town, Me, Case.Id, new AccountId(chosen), Access == "write", Reason ?? "", cancel);
        return granted.TryGet(out _, out var error) ? Saved($"{Address}/adgang", "saved.access.in") : Again(error.Code == "reason.missing" ? nameof(Reason) : nameof(Colleague), error);
    }

    public async Task<IActionResult> OnPostOutAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        if (Out is not { } chosen)
        {
            Refuse(nameof(Out), "fault.access.unknown");
            return Page();
        }

        var revoked = await CaseAccess.RevokeAsync(Town, Me, Case.Id, new AccountId(chosen), OutReason ?? "", cancel);
        return revoked.TryGet(out _, out var error) ? Saved($"{Address}/adgang", "saved.access.out") : Again(error.Code == "reason.missing" ? nameof(OutReason) : nameof(Out), error);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        colleagues = MayWrite ? await Colleagues.ListAsync(Town, cancel) : [];
        return true;
    }
}
