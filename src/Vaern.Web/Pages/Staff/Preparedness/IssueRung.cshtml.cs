using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App.Preparedness;
using Vaern.App.Removal;
using Vaern.Web.Documents;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Pages.Staff.Removal;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>One rung of an issue's ladder. The letter is the municipality's own and names nobody.</summary>
public sealed class IssueRungModel : IssuePage, IRungPage
{
    private ContentView? content;
    private Rung? rung;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [FromRoute(Name = "trin")]
    public string? Slug { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Reasons { get; set; }

    [BindProperty]
    public bool GoodFaith { get; set; }

    [BindProperty]
    public string? ContactName { get; set; }

    [BindProperty]
    public string? ContactMail { get; set; }

    [BindProperty]
    public string? SentAt { get; set; }

    [BindProperty]
    public string? NextCheck { get; set; }

    [BindProperty]
    public string? SkipReason { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? AnsweredAt { get; set; }

    [BindProperty]
    public string? Statement { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public ContentView Piece => content!;

    public Rung Rung => rung!;

    public StepView? Step => Piece.Step(Rung.Kind);

    public bool MayCompose => MayWrite && Step is null or { State: "draft" or "skipped" };

    /// <summary>Those of the contact register to whom this rung goes.</summary>
    public IEnumerable<SelectListItem> Helpers => Rung.Contacts
        .Select(id => Town.Law.Contacts.FirstOrDefault(one => one.Id == id)).Where(one => one is { IsShown: true })
        .Select(one => new SelectListItem(one!.Name.In(Texts.Language.Culture), one.Name.In(Texts.Language.Culture)));

    public string Back => $"{Address}/fjernelse";

    public string OwnerNumber => Issue.Number;

    public bool Restricted => false;

    public bool MayWrite => !Issue.Drill;

    public string SourceOf(string rule) => new ClockWords(Texts, When, Town.Law).Source(Town.Law.Find(rule).Value, Town.Law.RuleSet);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var body = Step?.Body;
        To = body?.To ?? (Rung.Contacts.Length == 1 ? Helpers.FirstOrDefault()?.Text : null);
        Reasons = body?.Reasons ?? (Rung.HasLetter ? Texts[$"rung.{Rung.Kind}.template"] : null);
        GoodFaith = body?.GoodFaith ?? false;
        ContactName = body?.ContactName ?? Town.Name;
        ContactMail = body?.ContactMail;
        NextCheck = (Step?.NextCheck ?? When.Today.AddDays(2)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Version = Step?.Version ?? 0;
        return Page();
    }

    /// <summary>The letter as a file, from the draft or from what was sent.</summary>
    public async Task<IActionResult> OnGetLetterAsync(string? som, CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel) || Step is null or { State: "skipped" } || !Rung.HasLetter)
        {
            return NotFound();
        }

        var letter = RemovalLetter.Compose(Texts, When, Town.Name, Issue.Number, Piece, Rung, Step.Body);
        var files = HttpContext.RequestServices.GetRequiredService<DocumentFiles>();
        return await files.AnswerAsync(letter, som ?? "", $"{Issue.Number}-{Slug}".ToLowerInvariant(), cancel) ?? NotFound();
    }

    public Task<IActionResult> OnPostDraftAsync(CancellationToken cancel) => WriteAsync(send: false, cancel);

    public Task<IActionResult> OnPostSendAsync(CancellationToken cancel) => WriteAsync(send: true, cancel);

    public async Task<IActionResult> OnPostSkipAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var skipped = await IssueRemoval.SkipAsync(Town, Me, Issue.Id, Id, Rung.Kind, SkipReason ?? "", Version, cancel);
        return skipped.TryGet(out _, out var error) ? Saved(Back, "saved.removal.skipped") : Again(nameof(SkipReason), error);
    }

    public async Task<IActionResult> OnPostAnswerAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(AnsweredAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(AnsweredAt), unreadable);
        }

        var answered = await IssueRemoval.AnswerAsync(Town, Me, Issue.Id, Id, Rung.Kind, Answer ?? "", at, Statement, Day(NextCheck), Version, cancel);
        return answered.TryGet(out _, out var error)
            ? Saved(Back, "saved.removal.answered")
            : Again(error.Code switch { "removal.answer-missing" => nameof(Answer), "removal.time" => nameof(AnsweredAt), _ => nameof(Statement) }, error);
    }

    private async Task<IActionResult> WriteAsync(bool send, CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(SentAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(SentAt), unreadable);
        }

        var body = new StepBody(Blank(To), Blank(Reasons), GoodFaith, Rung.Kind is "platform" or "complaint" ? Blank(ContactName) : null, Rung.Kind is "platform" or "complaint" ? Blank(ContactMail) : null, null, Texts.Language.Culture.TwoLetterISOLanguageName);
        var written = await IssueRemoval.WriteAsync(Town, Me, Issue.Id, Id, Rung.Kind, body, send ? at ?? Town.Now : null, Day(NextCheck), Version, cancel);
        if (written.TryGet(out _, out var error))
        {
            return send ? Saved(Back, "saved.removal.sent") : Saved($"{Back}/{Id}/{Slug}", "saved.removal.draft");
        }

        return Again(
            error.Code switch
            {
                "removal.good-faith-missing" => nameof(GoodFaith),
                "removal.contact-missing" => nameof(ContactMail),
                "removal.to-missing" => nameof(To),
                "removal.time" => nameof(SentAt),
                _ => nameof(Reasons),
            },
            error);
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        rung = LadderWords.FromSlug(Slug);
        if (rung is null || !await ReadAsync(cancel))
        {
            return false;
        }

        content = (await IssueRemoval.ListAsync(Town, Me, Issue.Id, cancel)).FirstOrDefault(one => one.Id == Id);
        return content is not null;
    }

    private static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
