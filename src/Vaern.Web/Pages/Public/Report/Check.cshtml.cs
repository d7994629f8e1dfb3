using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Web.Api;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>Everything once more, each line with a way to change it; then it is sent.</summary>
public sealed class CheckModel(TimeText time, IntakeGate gate) : ReportQuestion(ReportFlow.Check)
{
    public string CategoryWords => ReportFlow.Category(Answers) is { } category
        ? (Audience == "child" ? category.ChildWording : category.Title).In(T.Language.Culture)
        : T["report.check.nothing"];

    public string WhenWords => (Answers.HappenedAt, Answers.TimeUnknown) switch
    {
        (null, _) => T["report.check.dayunknown"],
        ({ } at, true) => T["report.check.timeunknown", time.Day(at)],
        ({ } at, false) => time.Long(at),
    };

    /// <summary>The answers that go along because the person asked for it; null when none do.</summary>
    public string? HelpWords => HelpAnswers.InWords(HelpAnswers.Sent(Answers), T.Language.Culture);

    public string AdultWords => Answers.AboutAdult switch
    {
        null => T["report.adult.no"],
        "leader" => T["report.adult.leader"],
        "key-person" => ReadBy.Count > 0 ? T["report.adult.key", ReadBy[0]] : T["report.adult.key.nobody"],
        _ => T["report.adult.other"],
    };

    public async Task OnGetAsync()
    {
        // From here on a changed answer leads back to this page.
        if (!Answers.Answered.Contains(Name))
        {
            await SaveAsync(answers => answers);
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        using var place = await gate.EnterAsync(HttpContext.RequestAborted);
        if (!place.IsAcquired)
        {
            Response.Headers.RetryAfter = "5";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var sent = await SubmitDraft.HandleAsync(Municipality, Token, Submission, HttpContext.RequestAborted);
        return sent.IsOk ? To("kvittering") : sent.Error.Code switch
        {
            "draft.missing" => To("slut"),
            "report.story-missing" or "report.story-too-long" => To("fortael"),
            "report.unit-closed" => To("sted"),
            "report.too-many-links" or "report.link-too-long" => To("hvor"),
            _ => throw new InvalidOperationException($"The form let through what the intake refuses: {sent.Error.Code}"),
        };
    }

    private ReportSubmission Submission(Draft draft)
    {
        var answers = draft.Answers;
        var unit = answers.Unit is { } id && Municipality.Units.Find(new UnitId(id)) is { } chosen ? chosen : Municipality.Units.Root;
        var content = new ReportContent
        {
            Story = answers.Story ?? "",
            HappenedAt = answers.HappenedAt,
            TimeUnknown = answers is { HappenedAt: not null, TimeUnknown: true },
            Platform = answers.Platform,
            Links = answers.Links,
            Who = answers.Who,
            Wish = answers.Wish,
            AboutAdult = answers.AboutAdult,
            Answers = HelpAnswers.Sent(answers),
            Language = answers.Language,
        };
        var contact = answers.Anonymous is false ? new ReportContact(answers.ContactName, answers.ContactEmail, answers.ContactPhone) : null;
        return new ReportSubmission(answers.Role ?? "bystander", answers.Category ?? "dont-know", ReportFlow.IsRestricted(answers), unit, content, contact);
    }
}
