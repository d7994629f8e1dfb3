using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Casework;
using Vaern.App.Plans;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Plans;

/// <summary>The action plan of a case: sections and measures, saved as a draft as often as one likes, finished when what the law asks for is there.</summary>
public sealed class PlanModel : CasePage
{
    [BindProperty]
    public string? Goal { get; set; }

    [BindProperty]
    public string? PupilVoice { get; set; }

    [BindProperty]
    public string? TalksWithOthers { get; set; }

    [BindProperty]
    public string? ClassEffort { get; set; }

    [BindProperty]
    public string? Parents { get; set; }

    [BindProperty]
    public string? ParentComment { get; set; }

    [BindProperty]
    public string? Review { get; set; }

    [BindProperty]
    public List<string?> MeasureWhat { get; set; } = [];

    [BindProperty]
    public List<string?> MeasureWho { get; set; } = [];

    [BindProperty]
    public List<string?> MeasureDue { get; set; } = [];

    [BindProperty]
    public int Version { get; set; }

    /// <summary>Rows to draw: those typed and an empty one.</summary>
    public int Rows { get; private set; }

    /// <summary>What somebody else saved meanwhile.</summary>
    public PlanBody? Theirs { get; private set; }

    /// <summary>What is missing before the plan can be finished.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    public BothVersions Both => new([
        (Texts["plan.goal"], Theirs!.Goal, Goal),
        (Texts["plan.measures"], Lines(Theirs.Measures), Lines(Typed().Measures)),
        (Texts["plan.pupil-voice"], Theirs.PupilVoice, PupilVoice),
        (Texts["plan.talks"], Theirs.TalksWithOthers, TalksWithOthers),
        (Texts["plan.class"], Theirs.ClassEffort, ClassEffort),
        (Texts["plan.parents"], Theirs.Parents, Parents),
        (Texts["plan.parent-comment"], Theirs.ParentComment, ParentComment),
        (Texts["plan.review"], Theirs.Review, Review)]);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        Show(Case.Plan?.Body ?? PlanBody.Empty);
        Version = Case.Plan?.Version ?? 0;
        return Page();
    }

    /// <summary>Draws another row; nothing is saved, nothing typed is lost.</summary>
    public async Task<IActionResult> OnPostRowAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        Rows = MeasureWhat.Count + 1;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => SaveAsync(finish: false, cancel);

    public Task<IActionResult> OnPostFinishAsync(CancellationToken cancel) => SaveAsync(finish: true, cancel);

    /// <summary>A parent does not agree: the head of schools is asked to call.</summary>
    public async Task<IActionResult> OnPostDisagreeAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var recorded = await PlanDisagreements.RecordAsync(Town, Me, Case.Id, Texts["plan.disagree.task"], cancel);
        if (recorded.TryGet(out _, out var error))
        {
            return Saved($"{Address}/plan", "saved.plan.disagree");
        }

        Show(Case.Plan?.Body ?? PlanBody.Empty);
        Version = Case.Plan?.Version ?? 0;
        return Again("", error);
    }

    private async Task<IActionResult> SaveAsync(bool finish, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        Rows = MeasureWhat.Count;
        if (MeasureDue.Any(due => !string.IsNullOrWhiteSpace(due) && Day(due) is null))
        {
            Refuse("measures", "fault.day.unreadable");
            return Page();
        }

        var body = Typed();
        var saved = finish ? await ActionPlans.FinishAsync(Town, Me, Case.Id, body, Version, cancel) : await ActionPlans.SaveAsync(Town, Me, Case.Id, body, Version, cancel);
        if (saved.TryGet(out _, out var error))
        {
            return finish ? Saved(Address, "saved.plan.finished")
                : Case.Plan is { State: "finished" } ? Saved($"{Address}/plan", "saved.plan.changed")
                : Saved($"{Address}/plan", "saved.plan.draft", body.Written);
        }

        switch (error.Code)
        {
            case "plan.stale":
                Theirs = Case.Plan?.Body ?? PlanBody.Empty;
                Version = Case.Plan?.Version ?? 0;
                ModelState.Remove(nameof(Version));
                break;
            case "plan.incomplete":
                Missing = error.Message.Split(',');
                foreach (var code in Missing)
                {
                    Refuse(FieldOf(code), $"fault.plan.{code}");
                }

                return Page();
        }

        return Again("", error);
    }

    private static string FieldOf(string code) => code switch
    {
        "goal" => nameof(Goal),
        "pupil-voice" => nameof(PupilVoice),
        "parents" => nameof(Parents),
        "review" => nameof(Review),
        "talks" => nameof(TalksWithOthers),
        _ => "measures",
    };

    private PlanBody Typed()
    {
        var measures = new List<Measure>();
        for (var i = 0; i < MeasureWhat.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(MeasureWhat[i]))
            {
                measures.Add(new Measure(MeasureWhat[i]!.Trim(), MeasureWho.ElementAtOrDefault(i)?.Trim() ?? "", Day(MeasureDue.ElementAtOrDefault(i))));
            }
        }

        return new PlanBody(Text(Goal), measures, Text(PupilVoice), Text(TalksWithOthers), Text(ClassEffort), Text(Parents), Text(ParentComment), Text(Review));

        static string Text(string? typed) => typed?.Trim() ?? "";
    }

    private void Show(PlanBody body)
    {
        (Goal, PupilVoice, TalksWithOthers, ClassEffort) = (body.Goal, body.PupilVoice, body.TalksWithOthers, body.ClassEffort);
        (Parents, ParentComment, Review) = (body.Parents, body.ParentComment, body.Review);
        MeasureWhat = [.. body.Measures.Select(measure => measure.What)];
        MeasureWho = [.. body.Measures.Select(measure => measure.Responsible)];
        MeasureDue = [.. body.Measures.Select(measure => measure.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        Rows = MeasureWhat.Count + 1;
    }

    private string Lines(IEnumerable<Measure> measures) =>
        string.Join("\n", measures.Select(measure => $"{measure.What} – {measure.Responsible}{(measure.DueOn is { } day ? $", {When.Date(day)}" : "")}"));

    private static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
