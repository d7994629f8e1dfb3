using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Preparedness;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Reach, harm and whose task; then a level and why. The proposal is shown when asked for, without script.</summary>
public sealed class AssessModel : IssuePage
{
    [BindProperty]
    public string? Reach { get; set; }

    [BindProperty]
    public string? Harm { get; set; }

    [BindProperty]
    public string? OwnTask { get; set; }

    [BindProperty]
    public string? Level { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? ReviewAt { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public int? Proposed { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        (Version, Proposed) = (Issue.Version, Issue.Proposed);
        (Reach, Harm, Level) = (Text(Issue.Reach), Text(Issue.Harm), Text(Issue.Level));
        (OwnTask, Reason) = (Issue.OwnTask is { } own ? own ? "ja" : "nej" : null, Issue.Reason);
        ReviewAt = Issue.ReviewAt is { } at ? LocalMoment.Write(at) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostProposeAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (Scored())
        {
            Proposed = AssessIssue.Propose(Number(Reach), Number(Harm), OwnTask == "ja");
            ModelState.Remove(nameof(Level));
            Level ??= Text(Proposed);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var review = LocalMoment.Read(ReviewAt);
        if (!review.IsOk)
        {
            Refuse(nameof(ReviewAt), review.Error);
        }

        if (Level is not ("0" or "1" or "2" or "3"))
        {
            Refuse(nameof(Level), "fault.assessment.level");
        }

        if (!Scored() || !ModelState.IsValid)
        {
            return Page();
        }

        var assessed = await AssessIssue.HandleAsync(
            Town, Me, Issue.Id, new Assessment(Number(Reach), Number(Harm), OwnTask == "ja", Number(Level), Reason ?? "", review.Value), Version, cancel);
        return assessed.TryGet(out var level, out var error)
            ? Saved(Address, "saved.assessed", Texts[$"level.{level}"])
            : Again(error.Code switch { "reason.missing" => nameof(Reason), "assessment.review" => nameof(ReviewAt), _ => "" }, error);
    }

    private bool Scored()
    {
        foreach (var (field, value) in new[] { (nameof(Reach), Reach), (nameof(Harm), Harm) })
        {
            if (value is not ("0" or "1" or "2" or "3" or "4" or "5"))
            {
                Refuse(field, "fault.assessment.scale");
            }
        }

        if (OwnTask is not ("ja" or "nej"))
        {
            Refuse(nameof(OwnTask), "fault.assessment.own");
        }

        return ModelState.IsValid;
    }

    private static int Number(string? text) => int.Parse(text!, CultureInfo.InvariantCulture);

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
