using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>Everything that was shared from a case, the rooms it is linked to, and the first question of a new hand-over: to whom, and for what.</summary>
public sealed class HandOversModel : CasePage
{
    private const string UnitPrefix = "unit:";

    [BindProperty]
    public Guid Id { get; set; }

    /// <summary>A kind of recipient outside, or <c>unit:</c> and the id of a unit of the municipality.</summary>
    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Recipient { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public string? Other { get; set; }

    [BindProperty]
    public string? LinkReason { get; set; }

    public IReadOnlyList<HandOver> List { get; private set; } = [];

    public IReadOnlyList<LinkedRoom> Rooms { get; private set; } = [];

    /// <summary>Families whose one hand-over somebody makes from another case.</summary>
    public IReadOnlyList<App.Families.FamilyLine> Elsewhere { get; private set; } = [];

    public bool May => Case.MayWrite && Me.Can(Permission.ExportCases, Case.Unit);

    public IEnumerable<SelectListItem> Receivers
    {
        get
        {
            var inside = new SelectListGroup { Name = Texts["share.inside"] };
            var outside = new SelectListGroup { Name = Texts["share.outside"] };
            return Town.Units.All.Where(unit => unit.Open && unit.Id != Case.Unit && unit.Kind != "municipality")
                .Select(unit => new SelectListItem(unit.Name, UnitPrefix + unit.Id.Value) { Group = inside })
                .Concat(Grounds.Outside.Select(kind => new SelectListItem(Texts[$"share.kind.{kind}"], kind) { Group = outside }));
        }
    }

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";

    public static string KeyOf(HandOver one) => one.IsBeingMade ? "share.state.making" : one.HasFailed ? "share.state.failed" : $"share.state.{one.State}";

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

        var unit = To?.StartsWith(UnitPrefix, StringComparison.Ordinal) == true && Guid.TryParse(To[UnitPrefix.Length..], out var id) ? new UnitId(id) : (UnitId?)null;
        var begun = await HandOverDrafts.BeginAsync(Town, Me, Case.Id, Id, unit is null ? To ?? "" : Grounds.Unit, unit, Recipient ?? "", Purpose ?? "", cancel);
        return begun.TryGet(out var made, out var error)
            ? Saved($"{Address}/overdragelse/{made}/grundlag", "saved.share.begun")
            : Again(error.Code switch { "handover.kind" or "handover.unit" => nameof(To), "handover.recipient" => nameof(Recipient), "handover.purpose" or "handover.too-long" => nameof(Purpose), _ => "" }, error);
    }

    public async Task<IActionResult> OnPostLinkAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || !Case.MayWrite)
        {
            return NotFound();
        }

        Id = Guid.CreateVersion7();
        var linked = await LinkedRooms.LinkAsync(Town, Me, Case.Id, Other ?? "", LinkReason ?? "", cancel);
        return linked.TryGet(out _, out var error) ? Saved($"{Address}/overdragelse", "saved.rooms.linked") : Again(error.Code == "reason.missing" ? nameof(LinkReason) : nameof(Other), error);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        List = await HandOverList.OfCaseAsync(Town, Me, Case.Id, cancel);
        Elsewhere = [.. (await App.Families.FamiliesOfCase.ReadAsync(Town, Me, Case.Id, cancel)).Families.Where(family => family is { Rooms: > 1, CoordinatedHere: false, Coordinator: not null })];
        Rooms = await LinkedRooms.OfCaseAsync(Town, Me, Case.Id, cancel);
        return true;
    }
}
