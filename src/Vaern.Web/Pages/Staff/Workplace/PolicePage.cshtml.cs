using Microsoft.AspNetCore.Mvc;
using Vaern.App.Printing;
using Vaern.App.Removal;
using Vaern.App.Workplace;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>The employee's answer, the draft with seven questions, that it was sent, the police's number. Without a yes there is no button to send.</summary>
public sealed class PolicePageModel : WorkplacePage
{
    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? AnsweredAt { get; set; }

    [BindProperty]
    public string? Who { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? Where { get; set; }

    [BindProperty]
    public string? WhenText { get; set; }

    [BindProperty]
    public string? How { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    [BindProperty]
    public string? SentAt { get; set; }

    [BindProperty]
    public string? Reference { get; set; }

    [BindProperty]
    public string? Memo { get; set; }

    /// <summary>The 72 hours, the newest of the case.</summary>
    public App.Cases.ClockView? Clock => Case.Clocks.LastOrDefault(clock => clock.Rule.Id == "A-01");

    public bool MaySend => MayWrite && Sheet.Consent is { Answer: "yes" } && Sheet.Police is not { State: "sent" };

    public bool IsLate => Clock is { Running: true, DueAt: { } due } && When.Now > due;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        var body = Sheet.Police?.Body ?? await DraftAsync(cancel);
        (Who, What, Where, WhenText, How, Why, Evidence) = (body.Who, body.What, body.Where, body.When, body.How, body.Why, body.Evidence);
        Version = Sheet.Police?.Version ?? 0;
        return Page();
    }

    /// <summary>The draft, or what was sent, as a file for the police.</summary>
    public async Task<IActionResult> OnGetDocumentAsync(string? som, CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel) || Sheet.Police is not { } report)
        {
            return NotFound();
        }

        return await FileAsync(Compose(report.Body), som, "politianmeldelse", cancel);
    }

    public async Task<IActionResult> OnPostConsentAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(AnsweredAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(AnsweredAt), unreadable);
        }

        var asked = await Police.AskedAsync(Town, Me, Case.Id, Answer ?? "", at, cancel);
        return After(asked, "politi", Answer == "yes" ? "saved.consent.yes" : "saved.consent.no", code => code == "consent.time" ? nameof(AnsweredAt) : nameof(Answer));
    }

    public async Task<IActionResult> OnPostDraftAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        return After(await Police.SaveAsync(Town, Me, Case.Id, Body(), Version, cancel), "politi#udkast", "saved.police.draft", FieldOf);
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(SentAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(SentAt), unreadable);
        }

        return After(await Police.SendAsync(Town, Me, Case.Id, Body(), at, Reference, Version, cancel), "politi", "saved.police.sent", FieldOf);
    }

    public async Task<IActionResult> OnPostReferenceAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        return After(await Police.ReferenceAsync(Town, Me, Case.Id, Reference ?? "", Version, cancel), "politi", "saved.police.reference", _ => nameof(Reference));
    }

    public async Task<IActionResult> OnPostMemoAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        return After(await Police.NotApplicableAsync(Town, Me, Case.Id, Memo ?? "", cancel), "politi", "saved.police.memo", _ => nameof(Memo));
    }

    // Filled from what the case knows; every answer is read and changed by a person before it is sent.
    private async Task<PoliceBody> DraftAsync(CancellationToken cancel)
    {
        var contents = await CaseRemoval.ListAsync(Town, Me, Case.Id, cancel);
        string Names(string role) => string.Join(", ", Case.Parties.Where(party => party.Role == role).Select(party => party.Body.Name));
        var alleged = Names("alleged");
        return new PoliceBody(
            Texts["police.draft.who", UnitName, Names("affected"), alleged.Length > 0 ? alleged : Texts["police.draft.unknown"]],
            Case.Entries.LastOrDefault(entry => entry.Kind == "statement")?.Text ?? "",
            string.Join("\n", contents.Select(one => $"{Texts[$"platform.{one.Platform}"]}: {one.Body.Link}")),
            Sheet.Room?.PostedAt is { } posted ? Texts["police.draft.when", When.Long(posted), When.Long(Case.OpenedAt)] : Texts["police.draft.when.unknown", When.Long(Case.OpenedAt)],
            Sheet.Room is { } room ? string.Join(", ", room.Forms.Select(form => Texts[$"form.{form}"])) : "",
            "",
            string.Join("\n", Case.Items.Select(one => one.Sha256 is { } hash ? Texts["police.draft.item", one.Label, one.Meta.Description ?? one.Meta.Name, hash] : $"{one.Label}: {one.Meta.Description}")));
    }

    private Document Compose(PoliceBody body)
    {
        var contact = Sheet.Contact;
        var report = Document.Write(Texts["police.document"], Texts.Language.Culture.TwoLetterISOLanguageName, UnitName, Texts["removal.letter.foot", Case.Number])
            .Facts([
                (Texts["police.reporter"], contact?.Name ?? UnitName),
                (Texts["contact.address"], contact?.Address ?? Texts["police.address.missing"]),
                (Texts["removal.contact.mail"], contact?.Mail ?? "–"),
                (Texts["unitcontact.phone"], contact is { Phone.Length: > 0 } ? contact.Phone : "–"),
                (Texts["police.consent"], Sheet.Consent is { Answer: "yes" } yes ? When.Long(yes.AnsweredAt) : Texts["police.consent.none"])])
            .Note(Texts["police.address.note"]);
        foreach (var (key, text) in new[] { ("who", body.Who), ("what", body.What), ("where", body.Where), ("when", body.When), ("how", body.How), ("why", body.Why), ("evidence", body.Evidence) })
        {
            report.Heading(Texts[$"police.{key}"]).Text(text.Length > 0 ? text : Texts["police.unanswered"]);
        }

        return report.Text(Texts["police.document.may-be"]).Done();
    }

    private PoliceBody Body() => new(Typed(Who), Typed(What), Typed(Where), Typed(WhenText), Typed(How), Typed(Why), Typed(Evidence));

    private static string Typed(string? text) => text?.Trim() ?? "";

    private static string FieldOf(string code) => code switch { "police.time" => nameof(SentAt), "police.consent-missing" => nameof(Answer), "police.stale" or "police.sent" => "", _ => nameof(Who) };
}
