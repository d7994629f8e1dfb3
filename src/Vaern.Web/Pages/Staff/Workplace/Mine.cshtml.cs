using Microsoft.AspNetCore.Mvc;
using Vaern.App.Workplace;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>One's own case: the whole way with what was done and when, and one's answer on the police. Nothing that others wrote.</summary>
public sealed class MineModel : StaffPage
{
    private MyIncidentView? found;

    [FromRoute(Name = "nr")]
    public string? Number { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    public MyIncidentView Mine => found!;

    public bool MayAnswer => Mine is { State: not "closed", PoliceSent: false, PoliceDue: not null };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var answered = await MyIncident.AnswerAsync(Town, Me, Mine.Number, Answer ?? "", cancel);
        if (answered.TryGet(out _, out var error))
        {
            return Saved($"/arbejdsplads/min/{Mine.Number}", Answer == "yes" ? "saved.consent.yes" : "saved.consent.no");
        }

        Refuse(nameof(Answer), error);
        return Page();
    }

    /// <summary>A copy of what was reported about the injury.</summary>
    public async Task<IActionResult> OnGetCopyAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || Mine.Injury is not { ReportedAt: not null } injury)
        {
            return NotFound();
        }

        var text = Injuries.ToJson(injury, Me.Name, Mine.Unit, Mine.Contact, Mine.Number);
        return File(System.Text.Encoding.UTF8.GetBytes(text), "application/json", $"{Mine.Number}-skade.json".ToLowerInvariant());
    }

    private async Task<bool> ReadAsync(CancellationToken cancel) =>
        (await MyIncident.ReadAsync(Town, Me, Number?.ToUpperInvariant() ?? "", cancel)).TryGet(out found, out _);
}
