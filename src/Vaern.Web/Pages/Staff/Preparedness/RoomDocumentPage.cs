using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App.Preparedness;
using Vaern.App.Printing;
using Vaern.Web.Documents;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>A document of a room: read on the page, printed from it, or saved as PDF, Word or text.</summary>
public abstract class RoomDocumentPage : IssuePage
{
    public Document? Document { get; private set; }

    public bool NoPdf { get; private set; }

    /// <summary>The last part of the address, and of the file's name.</summary>
    public abstract string Slug { get; }

    public async Task<IActionResult> OnGetAsync(string? som, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        Document = await ComposeAsync(cancel);
        if (som is null || Document is null)
        {
            return Page();
        }

        if (!DocumentFiles.Formats.Contains(som))
        {
            return NotFound();
        }

        if (await HttpContext.RequestServices.GetRequiredService<DocumentFiles>().AnswerAsync(Document, som, $"{Issue.Number}-{Slug}".ToLowerInvariant(), cancel) is { } file)
        {
            return file;
        }

        NoPdf = true;
        return Page();
    }

    protected abstract Task<Document?> ComposeAsync(CancellationToken cancel);
}

/// <summary>The situation on one page.</summary>
public sealed class SituationModel : RoomDocumentPage
{
    public override string Slug => "situation";

    protected override async Task<Document?> ComposeAsync(CancellationToken cancel) =>
        RoomDocuments.Situation(Texts, When, Town, Issue, await RoomTasks.ReadAsync(Town, Me, Issue, cancel), NameOf);
}

/// <summary>The pack for the week after; needs an approved answer.</summary>
public sealed class CrisisPackModel : RoomDocumentPage
{
    public override string Slug => "krisepakke";

    protected override async Task<Document?> ComposeAsync(CancellationToken cancel)
    {
        var card = (await TalkCards.OfIssueAsync(Town, Me, Issue.Id, cancel)).FirstOrDefault(one => one.PublishedAt is not null);
        return Issue.Lines.LastOrDefault(line => line.ApprovedAt is not null)?.Body is not { } line
            ? null
            : RoomDocuments.CrisisPack(Texts, When, Town, Issue, line, card?.Body, await RoomBook.ContactsAsync(Town, Me, cancel));
    }
}
