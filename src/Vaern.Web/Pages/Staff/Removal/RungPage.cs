using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App.Removal;
using Vaern.Data;
using Vaern.Web.Documents;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Removal;

/// <summary>One rung for one piece of content: the letter, that it was sent, what came back, or why it was skipped.</summary>
public abstract class RungPage : StaffPage
{
    private LadderOwner? owner;
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

    /// <summary>Whose ladder it is; read before anything is shown.</summary>
    public LadderOwner Owner => owner!;

    public ContentView Piece => content!;

    public Rung Rung => rung!;

    public StepView? Step => Piece.Step(Rung.Kind);

    public bool MayCompose => Owner.MayWrite && Step is null or { State: "draft" or "skipped" } && !(Owner.Restricted && Rung.Kind == "author");

    /// <summary>Those of the contact register to whom this rung goes.</summary>
    public IEnumerable<SelectListItem> Helpers => Rung.Contacts
        .Select(id => Town.Law.Contacts.FirstOrDefault(one => one.Id == id)).Where(one => one is { IsShown: true })
        .Select(one => new SelectListItem(one!.Name.In(Texts.Language.Culture), one.Name.In(Texts.Language.Culture)));

    public string Back => $"{Owner.Address}/fjernelse";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var body = Step?.Body;
        var contact = await Owner.ContactAsync(cancel);
        To = body?.To ?? (Rung.Contacts.Length == 1 ? Helpers.FirstOrDefault()?.Text : null);
        Reasons = body?.Reasons ?? (Rung.HasLetter ? Texts[$"rung.{Rung.Kind}.template"] : null);
        GoodFaith = body?.GoodFaith ?? false;
        ContactName = body?.ContactName ?? contact.Name;
        ContactMail = body?.ContactMail ?? contact.Mail;
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

        var letter = RemovalLetter.Compose(Texts, When, Owner.Sender, Owner.Number, Piece, Rung, Step.Body);
        var files = HttpContext.RequestServices.GetRequiredService<DocumentFiles>();
        return await files.AnswerAsync(letter, som ?? "", $"{Owner.Number}-{Slug}".ToLowerInvariant(), cancel) ?? NotFound();
    }

    public Task<IActionResult> OnPostDraftAsync(CancellationToken cancel) => WriteAsync(send: false, cancel);

    public Task<IActionResult> OnPostSendAsync(CancellationToken cancel) => WriteAsync(send: true, cancel);

    public async Task<IActionResult> OnPostSkipAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var skipped = await Owner.SkipAsync(Id, Rung.Kind, SkipReason ?? "", Version, cancel);
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

        var answered = await Owner.AnswerAsync(Id, Rung.Kind, Answer ?? "", at, Statement, Day(NextCheck), Version, cancel);
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
        var written = await Owner.WriteAsync(Id, Rung.Kind, body, send ? at ?? Town.Now : null, Day(NextCheck), Version, cancel);
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

    /// <returns>Null where there is no such owner, or none for this person.</returns>
    protected abstract Task<LadderOwner?> FindOwnerAsync(CancellationToken cancel);

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        rung = LadderWords.FromSlug(Slug);
        owner = rung is null ? null : await FindOwnerAsync(cancel);
        content = owner is null ? null : (await owner.ListAsync(cancel)).FirstOrDefault(one => one.Id == Id);
        return content is not null;
    }

    private IActionResult Again(string field, Error error)
    {
        if (error.Code == "case.not-found")
        {
            return NotFound();
        }

        Refuse(field, error);
        return Page();
    }

    private static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
