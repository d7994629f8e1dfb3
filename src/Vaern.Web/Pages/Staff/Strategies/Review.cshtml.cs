using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>The school's own picture of itself: a chart, the table beside it, and what it will do next. Compared with nobody but itself.</summary>
public sealed class ReviewModel : StaffPage
{
    [FromRoute(Name = "enhed")]
    public Guid UnitValue { get; set; }

    public Unit Unit { get; private set; } = null!;

    public UnitReview? Review { get; private set; }

    public IReadOnlyList<UnitAction> Actions { get; private set; } = [];

    public bool MayWrite => Me.Can(Permission.WritePlans, Unit.Id);

    public ReviewAspect? NextAspect => ReviewQuestions.Current.Aspects.FirstOrDefault(aspect => Review?.Answers.ContainsKey(aspect.Key) == false);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostBeginAsync(CancellationToken cancel)
    {
        var begun = await SelfReviews.BeginAsync(Town, Me, new UnitId(UnitValue), cancel);
        return begun.IsOk ? Saved($"/planer/{UnitValue}/selvevaluering", "saved.review.begun") : NotFound();
    }

    public async Task<IActionResult> OnPostFinishAsync(CancellationToken cancel)
    {
        var finished = await SelfReviews.FinishAsync(Town, Me, new UnitId(UnitValue), cancel);
        if (finished.TryGet(out _, out var error))
        {
            return Saved($"/planer/{UnitValue}/selvevaluering", "saved.review.done");
        }

        if (IsHidden(error) || !await ReadAsync(cancel))
        {
            return NotFound();
        }

        Refuse("", error);
        return Page();
    }

    /// <summary>A row of five steps for each aspect; the filled ones are the level. Everything in it stands in the table too.</summary>
    public IHtmlContent Chart()
    {
        const int Row = 22, Left = 250, Step = 44;
        var aspects = ReviewQuestions.Current.Aspects.ToArray();
        var svg = new System.Text.StringBuilder();
        svg.Append(System.Globalization.CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Left + (5 * Step) + 10} {(aspects.Length * Row) + 26}\" role=\"img\" aria-labelledby=\"billede-navn\"><title id=\"billede-navn\">{Encoded(Texts["review.chart", Review!.Answers.Count, aspects.Length])}</title>");
        for (var level = 1; level <= 5; level++)
        {
            svg.Append(System.Globalization.CultureInfo.InvariantCulture, $"<text class=\"v-levels__head\" x=\"{Left + ((level - 1) * Step) + (Step / 2) - 2}\" y=\"14\" text-anchor=\"middle\">{level}</text>");
        }

        for (var i = 0; i < aspects.Length; i++)
        {
            var (y, level) = ((i * Row) + 22, Review.Answers.GetValueOrDefault(aspects[i].Key)?.Level ?? 0);
            svg.Append(System.Globalization.CultureInfo.InvariantCulture, $"<text class=\"v-levels__name\" x=\"{Left - 10}\" y=\"{y + 13}\" text-anchor=\"end\">{Encoded(Short(aspects[i].Title.In(Texts.Language.Culture)))}</text>");
            for (var step = 1; step <= 5; step++)
            {
                svg.Append(System.Globalization.CultureInfo.InvariantCulture, $"<rect class=\"{(step <= level ? "v-levels__on" : "v-levels__off")}\" x=\"{Left + ((step - 1) * Step)}\" y=\"{y}\" width=\"{Step - 4}\" height=\"{Row - 5}\" rx=\"3\"/>");
            }

            if (Review.Before.TryGetValue(aspects[i].Key, out var before))
            {
                svg.Append(System.Globalization.CultureInfo.InvariantCulture, $"<circle class=\"v-levels__before\" cx=\"{Left + ((before - 1) * Step) + (Step / 2) - 2}\" cy=\"{y + ((Row - 5) / 2)}\" r=\"4\"/>");
            }
        }

        return new HtmlString(svg.Append("</svg>").ToString());

        static string Encoded(string text) => System.Net.WebUtility.HtmlEncode(text);
        static string Short(string text) => text.Length <= 34 ? text : text[..33] + "…";
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var unit = new UnitId(UnitValue);
        if (!(await SelfReviews.ReadAsync(Town, Me, unit, cancel)).TryGet(out var review, out _) && Town.Units.Find(unit) is not { Kind: "school" })
        {
            return false;
        }

        if (!UnitPlans.MayRead(Me, unit))
        {
            return false;
        }

        (Unit, Review) = (Town.Units[unit], review);
        Actions = [.. (await UnitActions.ListAsync(Town, Me, unit, cancel)).Value.Where(action => action.Source == "review")];
        return true;
    }
}
