using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Data;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Closes a case when its checklist is complete, or opens a closed one again.</summary>
public sealed class CloseModel : CasePage
{
    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Learned { get; set; }

    [BindProperty]
    public string? CouldNot { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>Set when somebody else closed the case while this page was open.</summary>
    public BothVersions? Both { get; private set; }

    public bool MayClose => Me.Can(Permission.CloseCases, Case.Unit) && Case.MayWrite;

    public IEnumerable<SelectListItem> Outcomes => CloseCase.Outcomes.Select(code => new SelectListItem(Texts[$"outcome.{code}"], code));

    /// <summary>Where what is missing is done, from the case's own address on.</summary>
    public static string Where(string code) => code switch
    {
        "plan" => "/plan",
        "clocks" => "/frister",
        "answer" => "/opfoelgning",
        "quarantine" => "#beviser",
        "lawyer" => "/raad#jurist",
        _ => "#personer",
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        Version = Case.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (Case is { State: "closed", Closing: { } theirs })
        {
            Both = new BothVersions(
                [
                    (Texts["close.outcome"], Texts[$"outcome.{Case.Outcome}"], CloseCase.Outcomes.Contains(Outcome) ? Texts[$"outcome.{Outcome}"] : null),
                    (Texts["close.reason"], theirs.Reason, Reason), (Texts["close.learned"], theirs.Learned, Learned), (Texts["close.could-not"], theirs.CouldNot, CouldNot),
                ],
                new SettledByAnother(Address, "assessment", null));
            // The field of the same name asks something else on a closed case.
            Reason = null;
            ModelState.Clear();
            Refuse("", new Error("case.stale", "Somebody else has closed the case."));
            return Page();
        }

        var closed = await CloseCase.HandleAsync(Town, Me, Case.Id, Outcome ?? "", new Closing(Reason?.Trim() ?? "", Learned?.Trim() ?? "", CouldNot?.Trim()), Version, cancel);
        if (closed.TryGet(out _, out var error))
        {
            return Saved(Address, "saved.closed", Case.Number);
        }

        if (error.Code == "case.stale")
        {
            Version = Case.Version;
            ModelState.Remove(nameof(Version));
        }

        return Again(error.Code switch { "close.outcome-missing" => nameof(Outcome), "close.learned-missing" => string.IsNullOrWhiteSpace(Reason) ? nameof(Reason) : nameof(Learned), _ => "" }, error);
    }

    public async Task<IActionResult> OnPostReopenAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var opened = await CloseCase.ReopenAsync(Town, Me, Case.Id, Reason ?? "", cancel);
        return opened.TryGet(out _, out var error) ? Saved(Address, "saved.reopened", Case.Number) : Again(nameof(Reason), error);
    }
}
