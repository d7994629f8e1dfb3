using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Plans;

/// <summary>«Er det stoppet?» – the affected person's own answers, when they were due and when they came.</summary>
public sealed class FollowUpModel : CasePage
{
    [BindProperty]
    public Guid? FollowUp { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>The one to be answered now: the first without an answer.</summary>
    public FollowUp? Next => Case.FollowUps.FirstOrDefault(one => one.Answer is null);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        (FollowUp, Version) = (Next?.Id, Next?.Version ?? 0);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var answered = await FollowUps.AnswerAsync(Town, Me, Case.Id, FollowUp ?? Guid.Empty, Answer ?? "", Note, Version, cancel);
        return answered.TryGet(out _, out var error)
            ? Saved($"{Address}/opfoelgning", "saved.followup")
            : Again(error.Code == "followup.answer-missing" ? (Answer == "not-asked" ? nameof(Note) : nameof(Answer)) : "", error);
    }

    public async Task<IActionResult> OnPostNowAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var asked = await FollowUps.AskNowAsync(Town, Me, Case.Id, cancel);
        return asked.TryGet(out _, out var error) ? Saved($"{Address}/opfoelgning", "saved.followup.now") : Again("", error);
    }
}
