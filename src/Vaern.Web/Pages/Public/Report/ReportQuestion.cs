using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Intake;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>
/// A page of the form: reads the draft before it runs, sends the visitor to the first unanswered page when this one is not
/// reached, saves under the draft's own key, and goes on.
/// </summary>
public abstract class ReportQuestion(string page) : PageModel
{
    public string Name => page;

    public Draft Draft { get; private set; } = null!;

    public DraftAnswers Answers => Draft.Answers;

    /// <summary>Which words the reader gets: <c>child</c>, <c>parent</c> or <c>staff</c>.</summary>
    public string Audience => Answers.Role switch { "child" or null => "child", "parent" or "bystander" => "parent", _ => "staff" };

    /// <summary>The unit chosen, or null before it is known.</summary>
    public Unit? Unit => Answers.Unit is { } id ? Municipality.Units.Find(new UnitId(id)) : null;

    /// <summary>Who reads it, in order; empty where the municipality's team does.</summary>
    public IReadOnlyList<string> ReadBy { get; private set; } = [];

    public DateTimeOffset ReplyBy { get; private set; }

    public int Step => ReportFlow.Step(page, Answers);

    public string? Back => ReportFlow.Previous(page, Answers) is { } previous ? "/anmeld/" + previous : null;

    protected Municipality Municipality => HttpContext.RequestServices.GetRequiredService<CurrentMunicipality>().Value;

    protected Texts T => HttpContext.RequestServices.GetRequiredService<Texts>();

    protected Visit Visit => HttpContext.RequestServices.GetRequiredService<Visit>();

    protected string Token => Visit.DraftToken!;

    /// <summary>A text in the reader's words where there is one, else the one for everybody: <c>report.hvad.title.child</c>.</summary>
    public string For(string key) => T.Has($"{key}.{Audience}") ? T[$"{key}.{Audience}"] : T[key];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancel = HttpContext.RequestAborted;
        var draft = await Drafts.ReadAsync(Municipality, Visit.DraftToken, cancel);
        if (draft is null)
        {
            var sent = Visit.DraftToken is { } token && await SubmitDraft.SentEarlierAsync(Municipality, token, cancel) is not null;
            context.Result = To(sent ? "kvittering" : "slut");
            return;
        }

        Draft = draft;
        if (!ReportFlow.IsReached(page, Answers))
        {
            context.Result = To(ReportFlow.FirstUnanswered(Answers));
            return;
        }

        var unit = Unit ?? Municipality.Units.Root;
        ReadBy = await Readers.OfAsync(Municipality, unit.Id, cancel);
        ReplyBy = ReplyPromise.For(Municipality.Law, unit.ReplyRule, Municipality.Now);
        await next();
    }

    protected async Task<IActionResult> SaveAsync(Func<DraftAnswers, DraftAnswers> change)
    {
        DraftAnswers Answer(DraftAnswers old)
        {
            var changed = change(old);
            return changed with { Answered = [.. changed.Answered.Append(page).Distinct()], Language = T.Language.Code };
        }

        await Drafts.SaveAsync(Municipality, Token, Answer, HttpContext.RequestAborted);
        return To(ReportFlow.Next(page, Answer(Answers)));
    }

    /// <summary>Reads the draft again, after something was added to it.</summary>
    protected async Task ReloadAsync() => Draft = await Drafts.ReadAsync(Municipality, Token, HttpContext.RequestAborted) ?? Draft;

    protected RedirectResult To(string name) => Redirect($"{Request.PathBase}/anmeld/{name}");

    /// <summary>What a text field holds, or null when it was left empty.</summary>
    protected static string? Clean(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim().ReplaceLineEndings("\n");

    /// <summary>Adds an error unless the text is short enough.</summary>
    protected void CheckLength(string? typed, string field, int limit)
    {
        if (typed?.Length > limit)
        {
            ModelState.AddModelError(field, T["form.long", limit]);
        }
    }
}
