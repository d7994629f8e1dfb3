using Microsoft.AspNetCore.Mvc;
using Vaern.App.Cases;
using Vaern.Data;
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

    [BindProperty]
    public string? Question { get; set; }

    [BindProperty]
    public Guid QuestionId { get; set; }

    /// <summary>The question of the next follow-up, where it was asked in the mailbox.</summary>
    public FollowUpQuestion? Asked => Case.Questions.LastOrDefault(question => question.FollowUp == Next?.Id);

    /// <summary>A mailbox that can be asked in; null where there is none.</summary>
    public CaseReport? Mailbox => Case.Reports.FirstOrDefault(report => report.WithdrawnAt is null);

    /// <summary>Set when somebody else wrote the answer while this page was open.</summary>
    public BothVersions? Both { get; private set; }

    /// <summary>The one to be answered now: the first without an answer.</summary>
    public FollowUp? Next => Case.FollowUps.FirstOrDefault(one => one.Answer is null);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        (FollowUp, Version, QuestionId) = (Next?.Id, Next?.Version ?? 0, Guid.CreateVersion7());
        (Question, Answer) = (Texts["question.draft"], Asked?.Answer);
        return Page();
    }

    /// <summary>Asks in the mailbox, in the words that a person has read.</summary>
    public async Task<IActionResult> OnPostAskAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || Mailbox is not { } mailbox)
        {
            return NotFound();
        }

        var asked = await FollowUpQuestions.AskAsync(Town, Me, Case.Id, FollowUp ?? Guid.Empty, mailbox.Id, Question ?? "", QuestionId, cancel);
        return asked.TryGet(out _, out var error) ? Saved($"{Address}/opfoelgning", "saved.question", mailbox.Number) : Again(nameof(Question), error);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (Case.FollowUps.FirstOrDefault(one => one.Id == FollowUp) is { Answer: { } theirs } settled)
        {
            Both = new BothVersions(
                [(Texts["followup.question"], Texts[$"followup.answer.{theirs}"], FollowUps.Answers.Contains(Answer) ? Texts[$"followup.answer.{Answer}"] : null), (Texts["followup.note"], settled.Note, Note)],
                new SettledByAnother(Address, "statement", Note?.Trim()));
            (FollowUp, Version, Answer, Note) = (Next?.Id, Next?.Version ?? 0, null, null);
            ModelState.Clear();
            Refuse("", new Error("followup.stale", "Somebody else has written the answer."));
            return Page();
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
