using Microsoft.AspNetCore.Mvc;
using Vaern.App.Printing;
using Vaern.App.Workplace;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>The injury: when the fourteen days count, the export for EASY, that it was reported, the advice to see a doctor.</summary>
public sealed class InjuryPageModel : WorkplacePage
{
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? HappenedOn { get; set; }

    [BindProperty]
    public string? FirstAbsence { get; set; }

    [BindProperty]
    public string? BackOn { get; set; }

    [BindProperty]
    public bool MayBeEntitled { get; set; }

    [BindProperty]
    public string? DoctorOn { get; set; }

    [BindProperty]
    public string? Course { get; set; }

    [BindProperty]
    public string? Harm { get; set; }

    [BindProperty]
    public string? Witnesses { get; set; }

    [BindProperty]
    public string? ReportedAt { get; set; }

    [BindProperty]
    public string? Reference { get; set; }

    /// <summary>The clock that counts, if any.</summary>
    public App.Cases.ClockView? Clock => Case.Clocks.LastOrDefault(clock => clock.Rule.Id == Sheet.Injury?.Rule);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        var injury = Sheet.Injury;
        Kind = injury?.Kind ?? "accident";
        HappenedOn = Write(injury?.HappenedOn ?? Vaern.Rules.DanishTime.DayOf(Case.OpenedAt));
        FirstAbsence = Write(injury?.FirstAbsence);
        BackOn = Write(injury?.BackOn);
        MayBeEntitled = injury?.MayBeEntitled ?? false;
        DoctorOn = Write(injury?.DoctorAdvisedOn);
        Course = injury?.Body.Course ?? Case.Entries.LastOrDefault(entry => entry.Kind == "statement")?.Text;
        Harm = injury?.Body.Harm;
        Witnesses = injury?.Body.Witnesses;
        Version = injury?.Version ?? 0;
        return Page();
    }

    /// <summary>The export: <c>json</c> or <c>csv</c> for EASY, <c>docx</c> or <c>pdf</c> to print.</summary>
    public async Task<IActionResult> OnGetExportAsync(string? som, CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel) || Sheet.Injury is not { } injury)
        {
            return NotFound();
        }

        var name = $"{Case.Number}-skade".ToLowerInvariant();
        return som switch
        {
            "json" => File(System.Text.Encoding.UTF8.GetBytes(Injuries.ToJson(injury, Employee, UnitName, Sheet.Contact, Case.Number)), "application/json", $"{name}.json"),
            "csv" => File(System.Text.Encoding.UTF8.GetPreamble().Concat(System.Text.Encoding.UTF8.GetBytes(Injuries.ToCsv(injury, Employee, UnitName, Sheet.Contact, Case.Number))).ToArray(), "text/csv", $"{name}.csv"),
            _ => await FileAsync(Compose(injury), som, "skade", cancel),
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        foreach (var (field, typed) in new[] { (nameof(HappenedOn), HappenedOn), (nameof(FirstAbsence), FirstAbsence), (nameof(BackOn), BackOn), (nameof(DoctorOn), DoctorOn) })
        {
            if ((!string.IsNullOrWhiteSpace(typed) || field == nameof(HappenedOn)) && Day(typed) is null)
            {
                Refuse(field, "fault.day.unreadable");
                return Page();
            }
        }

        var saved = await Injuries.SaveAsync(
            Town, Me, Case.Id, Kind ?? "", Day(HappenedOn)!.Value, Day(FirstAbsence), Day(BackOn), MayBeEntitled, Day(DoctorOn),
            new InjuryBody(Course?.Trim() ?? "", Harm?.Trim() ?? "", string.IsNullOrWhiteSpace(Witnesses) ? null : Witnesses.Trim()), Version, cancel);
        return After(saved, "skade", "saved.injury", code => code switch
        {
            "injury.kind" => nameof(Kind), "injury.absence-day" => nameof(FirstAbsence), "injury.days" => nameof(HappenedOn), "injury.stale" or "injury.reported" => "", _ => nameof(Course),
        });
    }

    public async Task<IActionResult> OnPostReportedAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(ReportedAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(ReportedAt), unreadable);
        }

        return After(await Injuries.ReportedAsync(Town, Me, Case.Id, at, Reference, Version, cancel), "skade", "saved.injury.reported", code => code == "injury.time" ? nameof(ReportedAt) : "");
    }

    private string Employee => Case.Parties.FirstOrDefault(party => party.Role == "affected")?.Body.Name ?? "–";

    private Document Compose(InjuryView injury) => Document.Write(Texts["injury.document"], Texts.Language.Culture.TwoLetterISOLanguageName, UnitName, Texts["removal.letter.foot", Case.Number])
        .Facts([
            (Texts["injury.employee"], Employee), (Texts["case.unit"], UnitName), (Texts["contact.address"], Sheet.Contact?.Address ?? Texts["police.address.missing"]),
            (Texts["injury.happened"], When.Day(injury.HappenedOn)), (Texts["injury.absence"], injury.FirstAbsence is { } day ? When.Day(day) : Texts["injury.none"]),
            (Texts["injury.rule"], injury.Rule is { } rule ? $"{rule}: {Town.Law.Find(rule).Value.Title.In(Texts.Language.Culture)}" : Texts["injury.not-owed"])])
        .Heading(Texts["injury.course"]).Text(injury.Body.Course)
        .Heading(Texts["injury.harm"]).Text(injury.Body.Harm.Length > 0 ? injury.Body.Harm : "–")
        .Heading(Texts["injury.witnesses"]).Text(injury.Body.Witnesses ?? "–").Done();
}
