using Microsoft.AspNetCore.Mvc;
using Vaern.App.Printing;
using Vaern.App.Workplace;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>What is decided about the citizen, told in a letter with norm, reasons and an end. There is no way from here to the citizen's own case.</summary>
public sealed class CitizenModel : WorkplacePage
{
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Citizen { get; set; }

    [BindProperty]
    public string? Norm { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    [BindProperty]
    public string? Complaint { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? Until { get; set; }

    [BindProperty]
    public string? SentAt { get; set; }

    [BindProperty]
    public string? Statement { get; set; }

    [BindProperty]
    public string? EndReason { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        Id = Guid.CreateVersion7();
        Citizen = string.Join(", ", Case.Parties.Where(party => party.Role == "alleged").Select(party => party.Body.Name));
        Norm = Texts["measure.norm.template"];
        Complaint = Texts["measure.complaint.template", UnitName];
        From = Write(When.Today);
        Until = Write(When.Today.AddMonths(3));
        return Page();
    }

    public async Task<IActionResult> OnGetLetterAsync(Guid id, string? som, CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel) || Sheet.Measures.FirstOrDefault(one => one.Id == id) is not { } measure)
        {
            return NotFound();
        }

        return await FileAsync(Compose(measure), som, "brev-til-borger", cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        if (Day(From) is not { } from || Day(Until) is not { } until)
        {
            Refuse(nameof(Until), "fault.day.unreadable");
            return Page();
        }

        var body = new MeasureBody(Typed(Citizen), Typed(Norm), Typed(Reason), Typed(Decision), Typed(Complaint));
        var decided = await CitizenMeasures.DecideAsync(Town, Me, Case.Id, Id, Kind ?? "", from, until, body, cancel);
        return After(decided, "borger", "saved.measure", code => code switch
        {
            "measure.kind" => nameof(Kind), "measure.citizen-missing" => nameof(Citizen), "measure.norm-missing" => nameof(Norm), "measure.decision-missing" => nameof(Decision),
            "measure.complaint-missing" => nameof(Complaint), "measure.days" => nameof(Until), _ => nameof(Reason),
        });
    }

    public async Task<IActionResult> OnPostSentAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        return LocalMoment.Read(SentAt).TryGet(out var at, out var unreadable)
            ? After(await CitizenMeasures.SentAsync(Town, Me, Case.Id, Id, at, Version, cancel), "borger", "saved.measure.sent", _ => nameof(SentAt))
            : Again(nameof(SentAt), unreadable);
    }

    public async Task<IActionResult> OnPostStatementAsync(CancellationToken cancel) =>
        await ReadFileAsync(cancel) ? After(await CitizenMeasures.StatementAsync(Town, Me, Case.Id, Id, Statement ?? "", Version, cancel), "borger", "saved.measure.statement", _ => nameof(Statement)) : NotFound();

    public async Task<IActionResult> OnPostEndAsync(CancellationToken cancel) =>
        await ReadFileAsync(cancel) ? After(await CitizenMeasures.EndAsync(Town, Me, Case.Id, Id, EndReason ?? "", Version, cancel), "borger", "saved.measure.ended", _ => nameof(EndReason)) : NotFound();

    /// <summary>Marks the sender under the condition in force; what comes of it only the work-environment lead sees.</summary>
    public async Task<IActionResult> OnPostMarkAsync(CancellationToken cancel) =>
        await ReadFileAsync(cancel) ? After(await Repeats.MarkAsync(Town, Me, Case.Id, cancel), "borger", "saved.repeat.marked", _ => "") : NotFound();

    private Document Compose(MeasureView measure)
    {
        var contact = Sheet.Contact;
        return Document.Write(Texts["measure.letter"], Texts.Language.Culture.TwoLetterISOLanguageName, UnitName, null)
            .Text(Texts["measure.letter.to", measure.Body.Citizen])
            .Heading(Texts["measure.decision"]).Text(Texts[$"measure.kind.{measure.Kind}"], strong: true).Text(measure.Body.Decision)
            .Text(Texts["measure.letter.period", When.Date(measure.FromOn), When.Date(measure.UntilOn)])
            .Heading(Texts["measure.norm"]).Text(measure.Body.Norm)
            .Heading(Texts["measure.reason"]).Text(measure.Body.Reason)
            .Heading(Texts["measure.letter.own-case"]).Text(Texts["measure.letter.own-case.text"])
            .Heading(Texts["measure.letter.rights"]).Bullets([measure.Body.Complaint, Texts["measure.letter.statement"], Texts["measure.letter.access"], Texts["measure.letter.erase"]])
            .Facts([(Texts["removal.contact.name"], contact?.Name ?? UnitName), (Texts["contact.address"], contact?.Address ?? "–"), (Texts["removal.contact.mail"], contact?.Mail ?? "–")])
            .Done();
    }

    private static string Typed(string? text) => text?.Trim() ?? "";
}
