using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>Hand-overs of a case: asked for with recipient, ground and purpose; approved, received and called back on a page of their own.</summary>
public sealed class HandOversModel : CasePage
{
    [BindProperty]
    public Guid Id { get; set; }

    /// <summary>Kind of recipient and rule in one, such as <c>police A-01</c>: a ground only goes with its recipient.</summary>
    [BindProperty]
    public string? Ground { get; set; }

    [BindProperty]
    public string? Recipient { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    public IReadOnlyList<HandOver> List { get; private set; } = [];

    public IReadOnlyList<HandOverPart> Parts { get; private set; } = [];

    /// <summary>Families whose one hand-over somebody makes from another case.</summary>
    public IReadOnlyList<App.Families.FamilyLine> Elsewhere { get; private set; } = [];

    public bool May => Case.MayWrite && Me.Can(Permission.ExportCases, Case.Unit);

    public IEnumerable<SelectListItem> Grounds
    {
        get
        {
            foreach (var kind in HandOverKinds.All)
            {
                var group = new SelectListGroup { Name = Texts[$"handover.kind.{kind}"] };
                foreach (var rule in HandOverKinds.BasesOf(Town.Law, kind))
                {
                    yield return new SelectListItem($"{rule.Title.In(Texts.Language.Culture)} ({rule.Id})", $"{kind} {rule.Id}") { Group = group };
                }
            }
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        return await ReadBothAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || !May)
        {
            return NotFound();
        }

        var (kind, rule) = (Ground ?? "").Split(' ') is [var first, var second] ? (first, second) : ("", "");
        var asked = await App.Sharing.HandOvers.AskAsync(Town, Me, Case.Id, Id, kind, rule, Recipient ?? "", Purpose ?? "", [.. Chosen], cancel);
        return asked.TryGet(out var id, out var error)
            ? Saved($"{Address}/overdragelse/{id}", "saved.handover.asked")
            : Again(error.Code switch { "handover.basis" => nameof(Ground), "handover.recipient" => nameof(Recipient), "handover.purpose" => nameof(Purpose), "handover.empty" => nameof(Chosen), _ => "" }, error);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        List = await HandOverList.OfCaseAsync(Town, Me, Case.Id, cancel);
        Parts = await App.Sharing.HandOvers.PartsAsync(Town, Me, Case.Id, cancel);
        Elsewhere = [.. (await App.Families.FamiliesOfCase.ReadAsync(Town, Me, Case.Id, cancel)).Families.Where(family => family is { Rooms: > 1, CoordinatedHere: false, Coordinator: not null })];
        return true;
    }
}
