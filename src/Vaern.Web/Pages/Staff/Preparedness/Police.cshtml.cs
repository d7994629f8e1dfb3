using Microsoft.AspNetCore.Mvc;
using Vaern.App.Preparedness;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>A talk with the police in three boxes: what they know, what they say, what we make of it.</summary>
public sealed class PoliceModel : IssuePage
{
    [BindProperty]
    public Guid TalkId { get; set; }

    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public string? Fact { get; set; }

    [BindProperty]
    public string? Statement { get; set; }

    [BindProperty]
    public string? Judged { get; set; }

    public IReadOnlyList<BookContact> Numbers { get; private set; } = [];

    public IReadOnlyList<IssueEntry> Talks => [.. Issue.Log.Where(entry => entry.Police)];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        TalkId = Guid.CreateVersion7();
        At = LocalMoment.Write(Town.Now);
        Office = Numbers is [var first, ..] ? first.Body.Office : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(At).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(At), unreadable);
        }

        var written = await PoliceTalks.WriteAsync(Town, Me, Issue.Id, TalkId, new PoliceTalk(Office ?? "", at ?? Town.Now, Fact, Statement, Judged), cancel);
        return written.TryGet(out _, out var error)
            ? Saved(Address, "saved.police")
            : Again(error.Code switch { "police.office" => nameof(Office), "entry.future" => nameof(At), _ => nameof(Fact) }, error with { Code = error.Code == "police.office" ? error.Code : $"issue.{error.Code.Replace("issue.", "", StringComparison.Ordinal)}" });
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Numbers = [.. (await RoomBook.ContactsAsync(Town, Me, cancel)).Where(one => one.Kind == "police")];
        return true;
    }
}
