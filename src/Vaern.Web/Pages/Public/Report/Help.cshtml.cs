using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;
using Vaern.Rules;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>
/// What the person can do now, after at most two questions. Nobody has to come here; the answers stay in the draft and go along with the
/// report only when the person asks for it.
/// </summary>
public sealed class HelpModel() : ReportQuestion(ReportFlow.Help)
{
    [BindProperty]
    public string? Choice { get; set; }

    [BindProperty]
    public bool Attach { get; set; }

    /// <summary>The button that begins the two questions anew.</summary>
    [BindProperty(Name = "igen")]
    public string? Again { get; set; }

    public Question? Question { get; private set; }

    /// <summary>What it may be; null while a question is open.</summary>
    public Classification? Result { get; private set; }

    public Rules.Guidance? Guidance { get; private set; }

    public string Onward => "/anmeld/" + ReportFlow.FirstUnanswered(Answers);

    public string QuestionWords => Question switch
    {
        { Id: HelpAnswers.Age } when Answers is { AffectedIs: "me", Role: "child" } => T["report.help.age.me"],
        { } asked => (Audience == "child" ? asked.Child : asked.Text).In(T.Language.Culture),
        null => "",
    };

    public void OnGet()
    {
        Read();
        Attach = Answers.HelpAttached;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Read();
        if (Again is not null)
        {
            return await KeepAsync(answers => answers with { HelpAge = null, HelpRelation = null, HelpAttached = false }, ReportFlow.Help);
        }

        if (Question is not { } asked)
        {
            return await KeepAsync(answers => answers with { HelpAttached = Attach }, ReportFlow.FirstUnanswered(Answers));
        }

        if (Choice is null || asked.Options.All(option => option.Id != Choice))
        {
            ModelState.AddModelError(nameof(Choice), T["report.help.missing"]);
            return Page();
        }

        return await KeepAsync(answers => asked.Id == HelpAnswers.Age ? answers with { HelpAge = Choice } : answers with { HelpRelation = Choice }, ReportFlow.Help);
    }

    private void Read()
    {
        Question = HelpAnswers.Next(Answers);
        if (Question is null)
        {
            Result = HelpAnswers.Classify(Answers, Municipality.Law);
            var category = Result.Evidence == EvidenceRule.Restricted ? "sexual-image-under-18" : Answers.Category ?? "dont-know";
            Guidance = Rules.Guidance.For(category, Audience switch { "child" => Rules.Audience.Child, "parent" => Rules.Audience.Parent, _ => Rules.Audience.Employee }, Municipality.Law).Value;
        }
    }

    private async Task<IActionResult> KeepAsync(Func<DraftAnswers, DraftAnswers> change, string next)
    {
        await Drafts.SaveAsync(Municipality, Token, change, HttpContext.RequestAborted);
        return To(next);
    }
}
