using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>One mandate: what it says, what is missing, and who does the next step.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates, Permission.AdviseOnMandates)]
public sealed class MandatePageModel : StreetPage
{
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public Guid Source { get; set; }

    [BindProperty]
    public string? SourceName { get; set; }

    [BindProperty]
    public string? Platform { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public bool NotAPerson { get; set; }

    [BindProperty]
    public string? Opinion { get; set; }

    [BindProperty]
    public string? OpinionOn { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public Guid Proposal { get; set; }

    [BindProperty]
    public int ProposalVersion { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    [BindProperty]
    public bool Accept { get; set; }

    public Mandate Mandate { get; private set; } = null!;

    public IReadOnlyList<SourceProposal> Proposals { get; private set; } = [];

    public IReadOnlyList<string> Missing => Mandate.Missing(When.Today);

    public bool IsOwner => KeepsMandates && Mandate.Owner == Me.Account;

    public bool MayDraft => KeepsMandates && Mandate.Stored == "draft";

    public IEnumerable<(string Id, string Title)> Basis =>
        Mandate.Basis.Select(id => (id, Town.Law.Find(id).TryGet(out var rule, out _) ? rule.Title.In(Texts.Language.Culture) : ""));

    public async Task<IActionResult> OnGetAsync(int nr, CancellationToken cancel)
    {
        OpinionOn = Iso(When.Today);
        return await ReadAsync(nr, cancel) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostSourceAsync(int nr, CancellationToken cancel) =>
        DoAsync(nr, () => Mandates.AddSourceAsync(Town, Me, Mandate.Id, new SourceText(SourceName ?? "", Platform ?? "", Address ?? ""), NotAPerson, Version, cancel), "street.saved.source", cancel);

    public Task<IActionResult> OnPostRemoveAsync(int nr, CancellationToken cancel) =>
        DoAsync(nr, () => Mandates.RemoveSourceAsync(Town, Me, Mandate.Id, Source, Version, cancel), "street.saved.source-removed", cancel);

    public Task<IActionResult> OnPostOpinionAsync(int nr, CancellationToken cancel) =>
        DoAsync(nr, () => Mandates.GiveOpinionAsync(Town, Me, Mandate.Id, Opinion ?? "", Day(OpinionOn) ?? DateOnly.MinValue, Version, cancel), "street.saved.opinion", cancel);

    public Task<IActionResult> OnPostActivateAsync(int nr, CancellationToken cancel) =>
        DoAsync(nr, () => Mandates.ActivateAsync(Town, Me, Mandate.Id, Version, cancel), "street.saved.approved", cancel);

    public Task<IActionResult> OnPostStopAsync(int nr, CancellationToken cancel) =>
        DoAsync(nr, () => Mandates.StopAsync(Town, Me, Mandate.Id, Reason ?? "", Version, cancel), "street.saved.stopped", cancel);

    public Task<IActionResult> OnPostDecideAsync(int nr, CancellationToken cancel) =>
        DoAsync(nr, async () => (await SourceProposals.DecideAsync(Town, Me, Proposal, Accept, Decision ?? "", ProposalVersion, cancel)).Map(_ => nr), Accept ? "street.saved.accepted" : "street.saved.refused", cancel);

    private async Task<IActionResult> DoAsync(int nr, Func<Task<Result<int>>> act, string saved, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        if ((await act()).TryGet(out _, out var error))
        {
            return Saved($"/gadeplan/mandater/{nr}", saved, Mandate.Number);
        }

        if (IsHidden(error))
        {
            return NotFound();
        }

        var field = error.Code switch
        {
            "source.name-missing" or "source.person" => nameof(SourceName),
            "source.platform-missing" => nameof(Platform),
            "source.address" or "source.closed-group" or "source.known" => nameof(Address),
            "mandate.opinion-empty" => nameof(Opinion),
            "mandate.opinion-day" => nameof(OpinionOn),
            "reason.missing" => Proposal == Guid.Empty ? nameof(Reason) : nameof(Decision),
            _ => "",
        };
        if (error.Code == "mandate.incomplete")
        {
            foreach (var code in error.Message.Split(','))
            {
                ModelState.AddModelError("", Texts[$"street.mandate.missing.{code}"] + " " + Texts["street.mandate.cannot"]);
            }

            return Page();
        }

        return Again(field, error);
    }

    private async Task<bool> ReadAsync(int nr, CancellationToken cancel)
    {
        if (!(await MandateList.ReadAsync(Town, Me, nr, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        Mandate = found;
        Proposals = await SourceProposals.ListAsync(Town, Me, found.Id, cancel);
        await KnowAsync(Proposals.Select(proposal => proposal.By).Append(found.Owner).Concat(found.Opinion is { } opinion ? [opinion.By] : []), cancel);
        return true;
    }
}
