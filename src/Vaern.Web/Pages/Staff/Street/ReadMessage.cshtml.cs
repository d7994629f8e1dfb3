using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;
using Vaern.Screening.Explaining;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>One masked message: the text with the words that were hit, one sentence a rule, what speaks against, and the reader's verdict.</summary>
[Needs(Permission.ImportUnderMandates)]
public sealed class ReadMessageModel : StreetPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Verdict { get; set; }

    [BindProperty]
    public string? Category { get; set; }

    [BindProperty]
    public string? PassedTo { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>When the page was opened, so that the time of reading is known without a script.</summary>
    [BindProperty]
    public long Opened { get; set; }

    public Dataset Of { get; private set; } = null!;

    public ReadingItem Item { get; private set; } = null!;

    public bool IsCare => Of.Parameters.Route == "care";

    public bool IsBlind => Of.Kind == "sample";

    public IEnumerable<string> Verdicts => IsBlind ? ["not-a-problem", "wrong-category", "care", "unsure"] : IsCare ? ["agree", "not-a-problem", "pass-on", "unsure"] : GiveVerdict.Kinds;

    public IEnumerable<SelectListItem> Categories => Choices(DatasetPageModel.AllKinds.Where(kind => IsBlind || kind != Item.Explanation?.Category?.Code()), kind => Texts[$"category.{kind}"]);

    public IEnumerable<SelectListItem> Recipients => Choices(GiveVerdict.Recipients, code => Texts[$"verdict.to.{code}"]);

    /// <summary>The text as it was written, with the words that a rule was hit by marked.</summary>
    public IHtmlContent Marked()
    {
        var (content, at) = (new HtmlContentBuilder(), 0);
        foreach (var span in (Item.Explanation?.Spans ?? []).OrderBy(span => span.Start).ThenByDescending(span => span.Length))
        {
            var (start, end) = (Math.Max(at, span.Start), Math.Min(Item.Text.Length, span.Start + span.Length));
            if (end <= start)
            {
                continue;
            }

            var mark = new TagBuilder("mark");
            mark.InnerHtml.Append(Item.Text[start..end]);
            content.Append(Item.Text[at..start]).AppendHtml(mark);
            at = end;
        }

        return content.Append(Item.Text[at..]);
    }

    public async Task<IActionResult> OnGetAsync(string nr, int plads, CancellationToken cancel)
    {
        if (await ReadAsync(nr, plads, cancel) is { } refused)
        {
            return refused;
        }

        (Id, Opened) = (Guid.CreateVersion7(), When.Now.ToUnixTimeSeconds());
        if (Item.Of(Me.Account) is { } mine)
        {
            (Verdict, Category, PassedTo, Note, Version) = (mine.Kind, mine.Category, mine.PassedTo, mine.Note, mine.Version);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string nr, int plads, CancellationToken cancel)
    {
        var seconds = (int)Math.Clamp(When.Now.ToUnixTimeSeconds() - Opened, 0, 3_600);
        var given = await GiveVerdict.RunAsync(Town, Me, nr, plads, new NewVerdict(Id, Verdict ?? "", Category, PassedTo, Note, seconds, Version), cancel);
        if (!given.TryGet(out _, out var error))
        {
            return await ReadAsync(nr, plads, cancel)
                ?? Again(error.Code switch { "verdict.category_missing" or "verdict.category_unchanged" => nameof(Category), "verdict.recipient_missing" => nameof(PassedTo), "verdict.note-long" => nameof(Note), "verdict.kind" => nameof(Verdict), _ => "" }, error);
        }

        var of = await DatasetList.ReadAsync(Town, Me, nr, cancel);
        var next = await ReadingRoom.NextAsync(Town, Me, of.Value.Id, cancel);
        return Saved(next is { } place ? $"/gadeplan/data/{nr}/laes/{place}" : $"/gadeplan/data/{nr}/laes", "verdict.saved", plads);
    }

    private async Task<IActionResult?> ReadAsync(string nr, int plads, CancellationToken cancel)
    {
        if (!(await ReadingRoom.ItemAsync(Town, Me, nr, plads, cancel)).TryGet(out var found, out var error))
        {
            return IsHidden(error) ? NotFound() : Redirect($"{Request.PathBase}/gadeplan/data/{nr}");
        }

        (Of, Item) = found;
        await KnowAsync(Item.Readings.Select(one => one.By), cancel);
        return null;
    }
}
