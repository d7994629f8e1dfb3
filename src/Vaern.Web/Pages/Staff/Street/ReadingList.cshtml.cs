using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork.Imports;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>A reading list or a sample: masked messages in their order, with what is proposed and what readers said. Its rows are messages.</summary>
[Needs(Permission.ImportUnderMandates)]
public sealed class ReadingListModel : StreetPage
{
    [BindProperty(SupportsGet = true, Name = "side")]
    public int PageNumber { get; set; } = 1;

    public Dataset Of { get; private set; } = null!;

    public IReadOnlyList<ReadingItem> Items { get; private set; } = [];

    public bool More { get; private set; }

    public int? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel)
    {
        PageNumber = Math.Clamp(PageNumber, 1, 1_000);
        if (!(await ReadingRoom.PageAsync(Town, Me, nr, PageNumber, cancel)).TryGet(out var found, out var error))
        {
            return IsHidden(error) ? NotFound() : Redirect($"{Request.PathBase}/gadeplan/data/{nr}");
        }

        (Of, Items, More) = found;
        Next = await ReadingRoom.NextAsync(Town, Me, Of.Id, cancel);
        return Page();
    }

    /// <summary>What I said, what others said when I have answered, or that nobody has read it.</summary>
    public string Standing(ReadingItem item) => item switch
    {
        { IsDisputed: true } => Texts["reading.item.disputed"],
        _ when item.Of(Me.Account) is { } mine => Texts[$"verdict.{mine.Kind}"],
        { NeedsSecond: true } => Texts["reading.item.second"],
        { Readings.Count: > 0 } => Texts["reading.item.by-others"],
        _ => Texts["reading.item.unread"],
    };
}
