using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>One aspect of the self-review: a level, a sentence, where it can be seen; then the next step and who takes it.</summary>
public sealed class AspectModel : StaffPage
{
    [FromRoute(Name = "enhed")]
    public Guid UnitValue { get; set; }

    [FromRoute(Name = "aspekt")]
    public string? AspectKey { get; set; }

    [BindProperty]
    public int? Level { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public Guid ActionId { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? Owner { get; set; }

    [BindProperty]
    public string? DueOn { get; set; }

    public Unit Unit { get; private set; } = null!;

    public ReviewAspect Aspect { get; private set; } = null!;

    /// <summary>The answer as it is kept; null before the first.</summary>
    public ReviewAnswer? Answered { get; private set; }

    public bool IsOpen { get; private set; }

    public IReadOnlyList<UnitAction> Actions { get; private set; } = [];

    public BothVersions? Both { get; private set; }

    public bool MayWrite => Me.Can(Permission.WritePlans, Unit.Id);

    public int Position => ReviewQuestions.Current.Aspects.ToList().IndexOf(Aspect) + 1;

    public ReviewAspect? Next => ReviewQuestions.Current.Aspects.ElementAtOrDefault(Position);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        ShowKept();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var kept = await SelfReviews.AnswerAsync(Town, Me, Unit.Id, Aspect.Key, Level ?? 0, new ReviewWords(Words?.Trim() ?? "", Evidence?.Trim()), Version, cancel);
        if (kept.TryGet(out _, out var error))
        {
            return Saved(Here, "saved.review.answer");
        }

        if (IsHidden(error))
        {
            return NotFound();
        }

        if (error.Code == "self-review.stale" && Answered is { } theirs)
        {
            Both = new BothVersions([
                (Texts["review.level"], $"{theirs.Level}", $"{Level}"), (Texts["review.words.label"], theirs.Body.Words, Words), (Texts["review.evidence"], theirs.Body.Evidence, Evidence)]);
            Version = theirs.Version;
            ModelState.Remove(nameof(Version));
        }

        PrepareAction();
        Refuse(error.Code switch { "self-review.level" => nameof(Level), "self-review.words" => nameof(Words), _ => "" }, error);
        return Page();
    }

    public async Task<IActionResult> OnPostActionAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var due = DateOnly.TryParseExact(DueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default;
        var added = await UnitActions.AddAsync(Town, Me, Unit.Id, ActionId, "review", Aspect.Key, new ActionWords(What?.Trim() ?? "", Owner?.Trim() ?? ""), due, cancel);
        if (added.IsOk)
        {
            return Saved(Here, "saved.review.action");
        }

        if (IsHidden(added.Error))
        {
            return NotFound();
        }

        var (what, owner, typedDue, id) = (What, Owner, DueOn, ActionId);
        ShowKept();
        (What, Owner, DueOn, ActionId) = (what, owner, typedDue, id);
        Refuse(added.Error.Code == "unit-action.due" ? nameof(DueOn) : string.IsNullOrWhiteSpace(What) ? nameof(What) : nameof(Owner), added.Error);
        return Page();
    }

    private string Here => $"/planer/{UnitValue}/selvevaluering/{AspectKey}";

    private void ShowKept()
    {
        (Level, Words, Evidence, Version) = (Answered?.Level, Answered?.Body.Words, Answered?.Body.Evidence, Answered?.Version ?? 0);
        PrepareAction();
    }

    private void PrepareAction()
    {
        ActionId = ActionId == Guid.Empty ? Guid.CreateVersion7() : ActionId;
        What ??= Answered is { Level: < 5 and var level } ? Aspect.Steps[level - 1].In(Texts.Language.Culture) : null;
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var unit = new UnitId(UnitValue);
        if (ReviewQuestions.Current.Aspects.FirstOrDefault(one => one.Key == AspectKey) is not { } aspect
            || !(await SelfReviews.ReadAsync(Town, Me, unit, cancel)).TryGet(out var review, out _) || review is null)
        {
            return false;
        }

        (Unit, Aspect, Answered, IsOpen) = (review.Unit, aspect, review.Answers.GetValueOrDefault(aspect.Key), review.DoneAt is null);
        Actions = [.. (await UnitActions.ListAsync(Town, Me, unit, cancel)).Value.Where(action => action.Aspect == aspect.Key)];
        return true;
    }
}
