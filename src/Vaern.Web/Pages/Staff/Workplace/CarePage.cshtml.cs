using Microsoft.AspNetCore.Mvc;
using Vaern.App.Workplace;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>Care for the employee: the first contact, the plan, the talks.</summary>
public sealed class CarePageModel : WorkplacePage
{
    [BindProperty]
    public string? ContactText { get; set; }

    [BindProperty]
    public string? ContactAt { get; set; }

    [BindProperty]
    public string? Rhythm { get; set; }

    [BindProperty]
    public string? Psychologist { get; set; }

    [BindProperty]
    public string? Companion { get; set; }

    [BindProperty]
    public string? NewCaseworker { get; set; }

    [BindProperty]
    public string? TalkText { get; set; }

    [BindProperty]
    public string? TalkAt { get; set; }

    [BindProperty]
    public string? Stopped { get; set; }

    /// <summary>The talk that is written next: the first that was not held.</summary>
    public ActView? Talk => Sheet.Talks.FirstOrDefault(talk => talk.DoneAt is null);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        Id = Guid.CreateVersion7();
        Rhythm = "weeks";
        Version = Talk?.Version ?? 0;
        return Page();
    }

    public async Task<IActionResult> OnPostContactAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(ContactAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(ContactAt), unreadable);
        }

        var done = await Care.ContactAsync(Town, Me, Case.Id, Id, ContactText ?? "", at, cancel);
        return After(done, "omsorg#plan", "saved.contact", code => code == "act.time" ? nameof(ContactAt) : nameof(ContactText));
    }

    public async Task<IActionResult> OnPostPlanAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        var done = await Care.PlanAsync(Town, Me, Case.Id, new CarePlan(Rhythm ?? "", Psychologist ?? "", Companion, NewCaseworker), cancel);
        return After(done, "arbejdsplads", "saved.care", code => code switch { "care.rhythm" => nameof(Rhythm), "care.psychologist" => nameof(Psychologist), _ => nameof(Companion) });
    }

    public async Task<IActionResult> OnPostTalkAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(TalkAt).TryGet(out var at, out var unreadable))
        {
            return Again(nameof(TalkAt), unreadable);
        }

        var done = await Care.TalkAsync(Town, Me, Case.Id, Id, TalkText ?? "", Stopped ?? "", at, Version, cancel);
        return After(done, "omsorg", "saved.talk", code => code switch { "followup.answer-missing" => nameof(Stopped), "act.time" => nameof(TalkAt), _ => nameof(TalkText) });
    }
}
