using Vaern.Web.Localisation;
using Vaern.Web.Time;
using ReadinessStanding = Vaern.App.Insight.Readiness.Standing;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>Readiness in words: when, until when, who says so, what is missing.</summary>
internal static class ReadinessWords
{
    public static string Tone(ReadinessStanding standing) => standing.State switch { "met" => "done", "late" => "late", _ => "wait" };

    public static string Line(ReadinessStanding standing, Texts texts, TimeText time)
    {
        List<string> parts = [];
        if (standing.Lacks is { } lacks)
        {
            parts.Add(texts[$"readiness.lacks.{lacks}"]);
        }

        if (standing.On is { } on)
        {
            parts.Add(standing.Until is { } until ? texts["readiness.from-until", time.Date(on), time.Date(until)] : texts["readiness.since", time.Date(on)]);
        }

        if (standing.Share is { } share)
        {
            parts.Add(texts["readiness.drill-share", share]);
        }

        if (standing.IsStated)
        {
            parts.Add(texts["readiness.stated"]);
        }

        return string.Join(" ", parts);
    }
}
