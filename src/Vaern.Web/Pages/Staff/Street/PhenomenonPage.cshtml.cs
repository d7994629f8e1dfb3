using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Data;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>One phenomenon and its notices to the platform.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates)]
public sealed class PhenomenonPageModel : StreetPage
{
    [BindProperty]
    public Guid Notice { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    /// <summary>The reason of the notice that is being built.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    public Phenomenon One { get; private set; } = null!;

    public IReadOnlyList<PlatformNotice> Notices { get; private set; } = [];

    public bool IsMine { get; private set; }

    public IEnumerable<SelectListItem> Reasons => Choices(PlatformNotices.Reasons, code => Texts[$"street.reason.{code}"]);

    public IEnumerable<SelectListItem> Outcomes => Choices(PlatformNotices.Outcomes, code => Texts[$"street.outcome.{code}"]);

    /// <summary>The notice as it can be copied: exact link, reason, good faith, who asks.</summary>
    public string? Built => Reason is { } reason && PlatformNotices.Reasons.Contains(reason) && One.Link is { } link
        ? Texts["street.notice.letter", link, Texts[$"street.reason.{reason}"], When.Long(One.SeenAt!.Value), Me.Name, Me.Title, Town.Name]
        : null;

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel)
    {
        Notice = Guid.CreateVersion7();
        return await ReadAsync(nr, cancel) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostSentAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => PlatformNotices.SentAsync(Town, Me, Notice, nr, Reason ?? "", cancel), "street.saved.notice", cancel);

    public Task<IActionResult> OnPostCheckedAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => PlatformNotices.CheckedAsync(Town, Me, Notice, Outcome, Version, cancel), "street.saved.checked", cancel);

    public Task<IActionResult> OnPostRemoveAsync(string nr, CancellationToken cancel) =>
        DoAsync(nr, () => Phenomena.RemoveAsync(Town, Me, nr, cancel), "street.saved.removed", cancel);

    private async Task<IActionResult> DoAsync(string nr, Func<Task<Result<Guid>>> act, string saved, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        return (await act()).TryGet(out _, out var error) ? Saved($"/gadeplan/faenomener/{nr}", saved, nr) : IsHidden(error) ? NotFound() : Again("", error);
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (!(await PhenomenonList.ReadAsync(Town, Me, nr, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        One = found;
        Notices = await PlatformNotices.OfAsync(Town, Me, found.Id, cancel);
        IsMine = (await Shifts.NowAsync(Town, Me, cancel)).Mine?.Id == found.Shift;
        return true;
    }
}
