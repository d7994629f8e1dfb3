using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Cases;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Takes a step in another order, with the reason.</summary>
public sealed class MoveModel : CasePage
{
    private CaseTask? task;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public int? To { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public CaseTask TaskItem => task!;

    /// <summary>The places it can have, each named by the step that stands there now.</summary>
    public IEnumerable<SelectListItem> Places => Case.Tasks.Select((one, at) => (one, Place: at + 1)).Where(pair => pair.one.Id != Id)
        .Select(pair => new SelectListItem(Texts["move.place", pair.Place, TitleOf(pair.one)], pair.Place.ToString(CultureInfo.InvariantCulture)));

    public string TitleOf(CaseTask one) => Playbook.Find(one.Step)?.Step.Title.In(Texts.Language.Culture) ?? one.Title;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        Version = TaskItem.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FindAsync(cancel))
        {
            return NotFound();
        }

        var moved = await MoveTask.HandleAsync(Town, Me, Case.Id, Id, To ?? 0, Reason ?? "", Version, cancel);
        return moved.TryGet(out _, out var error)
            ? Saved($"{Address}/drejebog", "saved.task.moved")
            : Again(error.Code switch { "reason.missing" => nameof(Reason), "task.place" => nameof(To), _ => "" }, error);
    }

    private async Task<bool> FindAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && MayWrite && (task = Case.Tasks.FirstOrDefault(found => found.Id == Id)) is not null;
}
