using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Preparedness;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>The review: the measured times, what worked, what was late, and the one change to the card.</summary>
public sealed class ReviewPageModel : IssuePage
{
    [BindProperty]
    public string? Worked { get; set; }

    [BindProperty]
    public string? Late { get; set; }

    /// <summary><c>ingen</c>, <c>ret</c>, <c>ny</c> or <c>fjern</c>.</summary>
    [BindProperty]
    public string? Change { get; set; }

    [BindProperty]
    public string? Step { get; set; }

    [BindProperty]
    public string? StepRole { get; set; }

    [BindProperty]
    public string? Minutes { get; set; }

    [BindProperty]
    public string? StepTitle { get; set; }

    [BindProperty]
    public string? How { get; set; }

    public IssueReview? Review { get; private set; }

    public ResponseCard Card { get; private set; } = ResponseCard.Rumour;

    public string By { get; private set; } = "–";

    public ModerationFigures Figures { get; private set; } = new(0, 0, 0, 0, 0);

    public IEnumerable<SelectListItem> StepItems => Card.Steps.Select(step => new SelectListItem(step.Title.In(Texts.Language.Culture), step.Key));

    public IEnumerable<SelectListItem> RoleItems => Texts.Items("room.role", IssueLog.RoomRoles);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        Change = "ingen";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        if (Change is not ("ingen" or "ret" or "ny" or "fjern"))
        {
            Refuse(nameof(Change), "fault.review.change");
            return Page();
        }

        if (Change is "ret" or "fjern" && string.IsNullOrEmpty(Step))
        {
            Refuse(nameof(Step), "fault.card.step");
            return Page();
        }

        var change = Change == "ingen" ? null : new CardChange(
            Change == "ny" ? null : Step, StepRole ?? "", int.TryParse(Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 0, StepTitle ?? "", How ?? "", Change == "fjern");
        var written = await IssueReviews.WriteAsync(Town, Me, Issue.Id, new ReviewBody(Worked ?? "", Late ?? ""), change, cancel);
        return written.TryGet(out var version, out var error)
            ? Saved($"{Address}/evaluering", change is null ? "saved.review" : "saved.review.card", version)
            : Again(error.Code switch { "review.empty" => string.IsNullOrWhiteSpace(Worked) ? nameof(Worked) : nameof(Late), "card.step" => nameof(Step), "card.change" => nameof(StepTitle), _ => "" }, error);
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || await IssueReviews.ReadAsync(Town, Me, Issue.Id, cancel) is not { } review)
        {
            return false;
        }

        Review = review;
        Card = await Cards.ReadAsync(Town, Me, null, cancel);
        Figures = await ReadModeration.FiguresAsync(Town, Me, Issue.Id, cancel);
        By = review.DoneBy is { } by ? await Town.Staff.NameAsync(by, cancel) : "–";
        return true;
    }
}
