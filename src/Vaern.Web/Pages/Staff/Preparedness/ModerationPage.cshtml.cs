using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>One decision: what the writer is told, the words to send with it, and an appeal that another person decides.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class ModerationPageModel : StaffPage
{
    private IReadOnlyDictionary<AccountId, string> names = new Dictionary<AccountId, string>();

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public Moderation One { get; private set; } = null!;

    public PageRule? Rule { get; private set; }

    public bool IsOwn => One.DecidedBy == Me.Account;

    /// <summary>What a person sends to the writer on the platform: the rule, the reason, and how to appeal.</summary>
    public string Message => Texts["mod.message", One.Rule ?? 0, Rule?.Title ?? "", One.Reason, $"{Request.Scheme}://{Request.Host}{Request.PathBase}/kommentar", One.Receipt ?? ""];

    public string NameOf(AccountId? account) => account is { } known ? names.GetValueOrDefault(known, "–") : "–";

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        Version = One.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string nr, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        if (Outcome is not ("vis" or "skjul"))
        {
            Refuse(nameof(Outcome), "fault.appeal.outcome");
            return Page();
        }

        var decided = await Appeals.DecideAsync(Town, Me, One.Number, Outcome == "vis", Answer, Version, cancel);
        if (decided.TryGet(out _, out var error))
        {
            return Saved($"/beredskab/moderering/{One.Number}", Outcome == "vis" ? "saved.appeal.restored" : "saved.appeal.kept");
        }

        Refuse(error.Code == "appeal.answer" ? nameof(Answer) : "", error);
        return Page();
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (await ReadModeration.OneAsync(Town, Me, nr, cancel) is not { } one)
        {
            return false;
        }

        One = one;
        Rule = one.RulesVersion is { } version ? (await PageRules.ListAsync(Town, Me, cancel)).First(set => set.Version == version).Rule(one.Rule!.Value) : null;
        names = await Names.OfAsync(Town, new[] { one.DecidedBy, one.AnsweredBy ?? one.DecidedBy }, cancel);
        return true;
    }
}
