using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Days when rumours are likely: demonstrations, trials, the start of school. So that somebody is on call and a line is begun in time.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class RiskCalendarModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public IReadOnlyList<RiskDay> Days { get; private set; } = [];

    public IEnumerable<SelectListItem> KindItems => Texts.Items("risk.kind", RoomBook.RiskKinds);

    public async Task<IActionResult> OnGetAsync(Guid? ret, CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (ret is { } wanted)
        {
            if (Days.FirstOrDefault(one => one.Id == wanted) is not { } day)
            {
                return NotFound();
            }

            (Id, Version, Kind, Title, Note) = (day.Id, day.Version, day.Kind, day.Body.Title, day.Body.Note);
            (From, To) = (PrepFields.Write(day.From), PrepFields.Write(day.To));
            return Page();
        }

        Id = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        if (PrepFields.Day(From) is not { } from)
        {
            Refuse(nameof(From), "fault.risk.days");
            return Page();
        }

        var saved = await RoomBook.SaveDayAsync(Town, Me, Id, Kind ?? "", from, PrepFields.Day(To) ?? from, new RiskBody(Title ?? "", Note ?? ""), Version, cancel);
        if (saved.TryGet(out _, out var error))
        {
            return Saved("/beredskab/kalender", "saved.risk");
        }

        Refuse(error.Code switch { "risk.kind" => nameof(Kind), "risk.empty" => nameof(Title), "risk.days" => nameof(To), _ => "" }, error);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel) =>
        (await RoomBook.RemoveAsync(Town, Me, Id, day: true, cancel)).IsOk ? Saved("/beredskab/kalender", "saved.book.removed") : NotFound();

    private async Task ReadAsync(CancellationToken cancel) => Days = await RoomBook.DaysAsync(Town, Me, When.Today.AddYears(1), cancel);
}
