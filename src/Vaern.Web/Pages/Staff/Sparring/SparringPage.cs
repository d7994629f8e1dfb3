using Vaern.App.Accounts;
using Vaern.App.Learning.Sparring;
using Vaern.Rules;
using Vaern.Web.Duties;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Sparring;

/// <summary>What the pages of sparring share: the promise with its rule, whom to ring when it is urgent, and the card on the duty to notify.</summary>
public abstract class SparringPage : StaffPage
{
    public bool IsTeam => Me.Can(Permission.AnswerSparring);

    public bool SeesFigures => Me.Can(Permission.SeeSparringFigures);

    /// <summary>The number of the duty, where an editor has filled it in (CT-03).</summary>
    public string? DutyPhone => Town.Law.Contact("CT-03").Phone;

    /// <summary>The rule behind the promise, as X12 asks.</summary>
    public string PromiseRule => Texts["sparring.promise.rule", Town.Law.Find(AskSparring.Promise).Value.Title.In(Texts.Language.Culture), Town.Law.RuleSet];

    public string DutyRule
    {
        get
        {
            var rule = Town.Law.Find("D-01").Value;
            return $"{rule.LegalSource.ShortIn(Texts.Language.Culture)}, {Town.Law.RuleSet}. {Standing.Of(rule, Texts, When)}";
        }
    }

    public static IEnumerable<string> Topics => SparringQuestion.Topics;

    /// <summary>«Svar senest i morgen kl. 13.10.»</summary>
    public string StandingOf(SparringQuestion question) => question.AnsweredAt is { } at
        ? Texts[at <= question.Due ? "sparring.answered.intime" : "sparring.answered.late", When.Near(at), When.Span(at - question.AskedAt)]
        : question.EscalatedAt is null ? Texts["sparring.due", When.Near(question.Due)] : Texts["sparring.late"];
}

/// <summary>Questions in a list, with the page that knows how to say where they stand.</summary>
public sealed record QuestionList(IReadOnlyList<SparringQuestion> Questions, SparringPage Page);
