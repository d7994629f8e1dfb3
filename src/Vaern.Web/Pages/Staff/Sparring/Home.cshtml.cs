using Microsoft.AspNetCore.Mvc;
using Vaern.App.Learning.Library;
using Vaern.App.Learning.Sparring;
using Vaern.Web.Guidance;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>«Spørg Tryghedsteamet»: one's own questions, and the talk guides two clicks from the front page.</summary>
public sealed class HomeModel : SparringPage
{
    [BindProperty(SupportsGet = true, Name = "side")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<SparringQuestion> Mine { get; private set; } = [];

    public IReadOnlyList<SheetView> Guides { get; private set; } = [];

    public Pager Pages { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Number = Math.Clamp(Number, 1, 1000);
        var mine = await ReadSparring.MineAsync(Town, Me, Number - 1, cancel);
        (Mine, Pages) = ([.. mine.Take(ReadSparring.PageSize)], new Pager("/sparring", Number, mine.Count > ReadSparring.PageSize));
        var guides = new List<SheetView>();
        foreach (var sheet in Library.Of("samtale", Texts.Language.Code).OrderBy(sheet => sheet.Ages.Count == 0 ? "" : sheet.Ages[0].PadLeft(5, '0'), StringComparer.Ordinal))
        {
            guides.Add(await SheetView.OfAsync(Town, sheet, Me, cancel));
        }

        Guides = guides;
    }
}
