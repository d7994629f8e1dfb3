using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Cases;
using Vaern.App.Removal;
using Vaern.App.Workplace;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>«Noget er sket mig»: one page, own words, sent in under three minutes.</summary>
public sealed class TellModel : StaffPage
{
    internal const string ToldKey = "told";

    [BindProperty]
    public Guid Id { get; set; }

    /// <summary>me or colleague.</summary>
    [BindProperty]
    public string? Whom { get; set; }

    [BindProperty]
    public string? Colleague { get; set; }

    [BindProperty]
    public string? Story { get; set; }

    [BindProperty]
    public List<string> Forms { get; set; } = [];

    [BindProperty]
    public string? Sender { get; set; }

    [BindProperty]
    public string? SenderName { get; set; }

    [BindProperty]
    public string? Alleged { get; set; }

    [BindProperty]
    public string? PostedAt { get; set; }

    [BindProperty]
    public string? Platform { get; set; }

    [BindProperty]
    public string? Link { get; set; }

    [BindProperty]
    public bool Afraid { get; set; }

    [BindProperty]
    public bool AboutLeader { get; set; }

    public IReadOnlyList<SelectListItem> Others { get; private set; } = [];

    public IEnumerable<SelectListItem> Platforms => Rung.Platforms.Select(one => new SelectListItem(Texts[$"platform.{one}"], one));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        Whom = "me";
        await ReadAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (!LocalMoment.Read(PostedAt).TryGet(out var posted, out var unreadable))
        {
            Refuse(nameof(PostedAt), unreadable);
            return Page();
        }

        var affected = Whom == "colleague" ? Account(Colleague) : null;
        if (Whom == "colleague" && affected is null)
        {
            Refuse(nameof(Colleague), "fault.incident.colleague-missing");
            return Page();
        }

        var told = await ReportIncident.HandleAsync(
            Town, Me,
            new Incident(
                Id, affected, Story ?? "", Forms, Sender ?? "", string.IsNullOrWhiteSpace(SenderName) ? null : SenderName, Sender == "colleague" ? Account(Alleged) : null, Platform,
                string.IsNullOrWhiteSpace(Link) ? null : Link.Trim(), posted, Afraid, AboutLeader),
            cancel);
        if (!told.TryGet(out var receipt, out var error))
        {
            Refuse(
                error.Code switch
                {
                    "incident.story-missing" or "incident.too-long" => nameof(Story),
                    "incident.forms-missing" => nameof(Forms),
                    "incident.sender-missing" => nameof(Sender),
                    "incident.time" => nameof(PostedAt),
                    "incident.link" or "removal.link-missing" => nameof(Link),
                    "incident.own-deed" => nameof(Alleged),
                    "incident.unknown-person" => nameof(Colleague),
                    _ => "",
                },
                error);
            return Page();
        }

        TempData[ToldKey] = string.Join('\n', receipt.Number, receipt.Leader, receipt.AroundLeader ? "1" : "0", Iso(receipt.PoliceDue), Iso(receipt.ContactBy), receipt.OnCall ?? "", receipt.ForSelf ? "1" : "0");
        return LocalRedirect(Request.PathBase + "/arbejdsplads/modtaget");
    }

    private async Task ReadAsync(CancellationToken cancel) =>
        Others = [.. (await Colleagues.ListAsync(Town, cancel)).Where(one => one.Account != Me.Account).Select(one => new SelectListItem($"{one.Name}, {one.Unit}", one.Account.Value.ToString()))];

    private static string Iso(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    private static AccountId? Account(string? typed) => Guid.TryParse(typed, out var id) ? new AccountId(id) : null;
}
