using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Classify;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Opens a case, from a report or from nothing: a teacher with a telephone in a corridor.</summary>
public sealed class NewCaseModel : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "henvendelse")]
    public string? ReportNumber { get; set; }

    /// <summary>Chosen by the form, so that pressing twice opens one case.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public Guid? Unit { get; set; }

    [BindProperty]
    public string? Track { get; set; }

    [BindProperty]
    public string? Category { get; set; }

    /// <summary><c>ja</c>, <c>nej</c> or <c>ved-ikke</c>: is there something sexual with anyone who may be under 18? What is not known counts as yes.</summary>
    [BindProperty]
    public string? Restricted { get; set; }

    [BindProperty]
    public string? ActAt { get; set; }

    [BindProperty]
    public bool MayBePunishable { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The answers to the questions of the classification, where they were given first; see <see cref="ClassificationWalk"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "svar")]
    public string? Trail { get; set; }

    public ReportView? Report { get; private set; }

    /// <summary>What the answers lead to; null when they were skipped.</summary>
    public KeptClassification? Classified { get; private set; }

    public string WalkAddress => "/sager/ny/klassificering" + (Report is { } from ? $"?henvendelse={from.Number}" : "");

    public IEnumerable<SelectListItem> Units => Town.Units.All.Where(unit => unit.Open).Select(unit => new SelectListItem(unit.Name, unit.Id.Value.ToString()));

    public IEnumerable<SelectListItem> Categories => ReportCategories.All.Select(category => new SelectListItem(category.Title.In(Texts.Language.Culture), category.Code));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!Me.Can(Permission.OpenCases) || !await ReadReportAsync(cancel))
        {
            return NotFound();
        }

        Id = Guid.CreateVersion7();
        UnitId? unit = Report?.Unit ?? (Me.Posts.Count > 0 ? Me.Posts[0].Unit : null);
        Unit = unit?.Value;
        Track = unit is { } known ? Town.Units.Find(known)?.Kind switch { "school" => "school", "workplace" => "workplace", _ => null } : null;
        Category = Report?.Category;
        Restricted = Report?.Restricted switch { true => "ja", false => "nej", _ => null };
        if (Classified is { } classified)
        {
            var answers = classified.Given.ToDictionary();
            Category ??= KnownAnswers.CategoryOf(answers);
            Track = KnownAnswers.TrackOf(answers) ?? Track;
            Restricted = classified.Restricted ? "ja" : Restricted ?? "nej";
        }

        ActAt = Report?.Content.HappenedAt is { } happened ? LocalMoment.Write(happened) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Me.Can(Permission.OpenCases) || !await ReadReportAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(ActAt).TryGet(out var actAt, out var unreadable))
        {
            Refuse(nameof(ActAt), unreadable);
        }

        Need(Title, nameof(Title), "fault.case.title-missing");
        Need(Unit?.ToString(), nameof(Unit), "fault.case.unit");
        Need(Track, nameof(Track), "fault.case.track");
        Need(Category, nameof(Category), "fault.case.category");
        Need(Restricted, nameof(Restricted), "fault.case.restricted");
        Need(Reason, nameof(Reason), "fault.reason.missing");
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var restricted = Restricted != "nej" || Report is { Restricted: true } || ReportCategories.Find(Category!) is { IsOk: true, Value.Evidence: EvidenceRule.Restricted };
        var asked = new NewCase(Id, new UnitId(Unit!.Value), Track!, Category!, restricted, Title!, actAt, MayBePunishable, Report?.Id, Reason!, Classified?.Given.ToDictionary());
        var opened = await OpenCase.HandleAsync(Town, Me, asked, cancel);
        if (opened.TryGet(out var made, out var error))
        {
            return Saved($"/sager/{made.Number}", restricted || Classified is { Restricted: true } ? "saved.opened.restricted" : "saved.opened", made.Number);
        }

        Refuse(error.Code switch { "case.title-missing" => nameof(Title), "case.unit" => nameof(Unit), "case.track" => nameof(Track), "reason.missing" => nameof(Reason), _ => "" }, error);
        return Page();
    }

    private void Need(string? typed, string field, string textKey)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            Refuse(field, textKey);
        }
    }

    private async Task<bool> ReadReportAsync(CancellationToken cancel)
    {
        Classified = ClassificationWalk.Follow(Trail, null).Result(Town.Law);
        if (string.IsNullOrEmpty(ReportNumber))
        {
            return true;
        }

        if (!(await StaffReports.ReadAsync(Town, Me, ReportNumber, cancel)).TryGet(out var report, out _))
        {
            return false;
        }

        Report = report;
        return true;
    }
}
