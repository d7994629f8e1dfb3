using Vaern.App.Plans.Strategies;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>Plans in words, the same on every page.</summary>
internal static class PlanWords
{
    /// <summary>«Næste gennemgang 23. marts 2028 · mål, ikke lov: 1 år …»; past the day it says what it was.</summary>
    public static string Review(PlanVersion version, RuleBook law, Texts texts, TimeText time)
    {
        if (version is not { NextReview: { } next, ReviewRule: { } id, ReviewRuleVersion: { } number })
        {
            return "";
        }

        var when = texts[next < time.Today ? "unitplan.review.was" : "unitplan.review.next", time.Date(next)];
        return $"{when} {Source(law.Kept(id, number), version.RuleSet, texts)}";
    }

    public static string Source(Rule rule, string ruleSet, Texts texts) => new ClockWords(texts, null!).Source(rule, ruleSet);

    /// <summary>The tone of a state on a label.</summary>
    public static string Tone(string state) => state switch
    {
        "has" or "published" => "done",
        "overdue" or "lacks" or "withdrawn" or "rejected" => "late",
        "replaced" => "plain",
        "approved" => "calm",
        _ => "wait",
    };
}
