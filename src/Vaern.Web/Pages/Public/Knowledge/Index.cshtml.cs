using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Library;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Knowledge;

/// <summary>Every shared text by kind, with what has stopped holding marked.</summary>
public sealed class IndexModel(CurrentMunicipality current, Texts texts) : PageModel
{
    private static readonly string[] Order = ["samtale", "tegn", "faenomen", "platform", "elev", "foraelder"];

    public IReadOnlyList<(string Kind, IReadOnlyList<SheetStanding> Sheets)> Kinds { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var standings = await Reviews.StandingsAsync(current.Value, cancel);
        Kinds = [.. Order.Select(kind => (kind, (IReadOnlyList<SheetStanding>)
            [.. Library.Of(kind, texts.Language.Code).OrderBy(sheet => kind == "samtale" ? sheet.Slug.PadLeft(5, '0') : sheet.Title, StringComparer.Ordinal).Select(sheet => standings[sheet.Name] with { Sheet = sheet })])).Where(pair => pair.Item2.Count > 0)];
    }
}
