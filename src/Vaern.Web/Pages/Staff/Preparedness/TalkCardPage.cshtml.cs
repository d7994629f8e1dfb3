using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Preparedness;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The card for the first lesson: one writes it, another publishes it to the schools, and it ends on its day.</summary>
public sealed class TalkCardPageModel : IssuePage
{
    private IReadOnlyDictionary<AccountId, string> writers = new Dictionary<AccountId, string>();

    [BindProperty]
    public string? Say { get; set; }

    [BindProperty]
    public string? Questions { get; set; }

    [BindProperty]
    public string? Avoid { get; set; }

    [BindProperty]
    public string? Help { get; set; }

    [BindProperty]
    public string? ExpiresOn { get; set; }

    [BindProperty]
    public int After { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public IReadOnlyList<TalkCard> Cards { get; private set; } = [];

    public bool HasLine => Issue.Lines.Any(line => line.ApprovedAt is not null);

    public string WriterOf(AccountId account) => writers.GetValueOrDefault(account, "–");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var newest = Cards is [var card, ..] ? card : null;
        After = newest?.Version ?? 0;
        var body = newest?.Body;
        // A new card begins with what two have approved.
        var line = Issue.Lines.LastOrDefault(one => one.ApprovedAt is not null)?.Body;
        (Say, Questions, Avoid, Help) = (body?.Say ?? line?.Known, body?.Questions, body?.Avoid ?? Texts["talk.avoid.start"], body?.Help ?? line?.Ask);
        ExpiresOn = PrepFields.Write(newest?.ExpiresOn is { } day && day > When.Today ? day : When.Today.AddDays(8));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        if (PrepFields.Day(ExpiresOn) is not { } expires)
        {
            Refuse(nameof(ExpiresOn), "fault.talk.expires");
            return Page();
        }

        var written = await TalkCards.WriteAsync(Town, Me, Issue.Id, new TalkCardBody(Say ?? "", Questions ?? "", Avoid ?? "", Help ?? ""), expires, After, cancel);
        return written.TryGet(out _, out var error)
            ? Saved($"{Address}/samtalekort", "saved.talk-card")
            : Again(error.Code switch { "talk.expires" => nameof(ExpiresOn), "talk.empty" => string.IsNullOrWhiteSpace(Say) ? nameof(Say) : string.IsNullOrWhiteSpace(Avoid) ? nameof(Avoid) : nameof(Help), _ => "" }, error);
    }

    public async Task<IActionResult> OnPostPublishAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var published = await TalkCards.PublishAsync(Town, Me, Issue.Id, Version, cancel);
        return published.TryGet(out _, out var error) ? Saved($"{Address}/samtalekort", Issue.Drill ? "saved.talk.drill" : "saved.talk.published") : Again("", error);
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Cards = await TalkCards.OfIssueAsync(Town, Me, Issue.Id, cancel);
        writers = await Names.OfAsync(Town, Cards.Select(card => card.Author).Concat(Cards.Select(card => card.PublishedBy).OfType<AccountId>()), cancel);
        return true;
    }
}
