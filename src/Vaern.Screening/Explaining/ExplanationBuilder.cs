using Vaern.Screening.Heads;
using Vaern.Screening.Normalising;
using Vaern.Screening.Rules;

namespace Vaern.Screening.Explaining;

/// <summary>Joins the layers into one explanation: a rule flags, heads rank, care wins.</summary>
internal sealed class ExplanationBuilder(ScreeningVersion version)
{
    /// <summary>What a finding of each severity is worth in the ranking; heads fill the rest and never lift a text above a finding.</summary>
    private static readonly double[] SeverityFloor = [0.55, 0.70, 0.85];
    private const double RuleRoom = 0.14;
    private const double HeadRoom = 0.5;
    private const double SupportShare = 0.35;

    private static readonly string[] HelpOffers = ["help.adult-nearby", "help.youth-line", "help.municipality"];
    private static readonly string[] UrgentHelpOffers = ["help.emergency", .. HelpOffers];

    private readonly Dictionary<Rule, RuleHit> hits = [];
    private readonly List<HeadFinding> heads = [];
    private RuleHit? near;
    private bool offensive;
    private double offensiveP;
    private double supportP;

    public void Begin()
    {
        hits.Clear();
        heads.Clear();
        near = null;
        (offensive, offensiveP, supportP) = (false, 0, 0);
    }

    public void Add(Head head, double p, IReadOnlyList<WeightSpan> spans)
    {
        heads.Add(new(head.Name, Math.Round(p, 4), spans));
        if (head.Name == HeadModel.OffensiveHead)
        {
            (offensive, offensiveP) = (p >= head.Threshold, p);
        }
        else
        {
            supportP = Math.Max(supportP, p);
        }
    }

    /// <summary>The first view that a rule counts in names the finding.</summary>
    public void Add(List<RuleHit> found)
    {
        foreach (var hit in found)
        {
            if (hit.Cancelled is not null && !hit.CancelledByHelp)
            {
                near ??= hit;
            }
            else if (!hits.TryGetValue(hit.Rule, out var known) || (known.CancelledByHelp && !hit.CancelledByHelp))
            {
                hits[hit.Rule] = hit;
            }
        }
    }

    public Explanation Build()
    {
        var findings = Findings(out var isCare);
        if (findings.Count == 0)
        {
            var rank = Math.Round(HeadRoom * Math.Max(offensiveP, SupportShare * supportP), 4);
            return new(false, Route.None, null, null, rank, offensive, [], null, Target.None, [], [], [.. heads], [], NearMiss(), version);
        }
        var (category, severity, main) = findings[0];
        var score = Math.Round(SeverityFloor[(int)severity] + (RuleRoom * Math.Max(offensiveP, supportP)), 4);
        var route = isCare ? Route.Care : Route.Concern;
        var help = route != Route.Care ? [] : severity == Severity.High ? UrgentHelpOffers : HelpOffers;
        return new(route == Route.Concern, route, category, severity, score, offensive, Spans(), main.Rule.Data.Act, main.Rule.Target,
            [.. hits.Values.SelectMany(hit => hit.Damping).Distinct()], [.. findings.Skip(1).Select(finding => finding.Category)], [.. heads], help, NearMiss(), version);
    }

    /// <summary>One a category, the main one first; on the care route care alone.</summary>
    private List<(Category Category, Severity Severity, RuleHit Hit)> Findings(out bool isCare)
    {
        isCare = false;
        if (hits.Count == 0)
        {
            return [];
        }
        isCare = hits.Values.Any(hit => hit.Rule.Category == Category.Care || hit.CancelledByHelp);
        if (isCare)
        {
            var most = hits.Values.Where(hit => hit.Rule.Category == Category.Care || hit.CancelledByHelp).MaxBy(SeverityOf)!;
            return [(Category.Care, SeverityOf(most), most)];
        }
        return
        [
            .. hits.Values.GroupBy(hit => hit.Rule.Category)
                .Select(group => (group.Key, Hit: group.MaxBy(SeverityOf)!))
                .Select(pair => (pair.Key, SeverityOf(pair.Hit), pair.Hit))
                .OrderByDescending(finding => finding.Item2).ThenBy(finding => finding.Key),
        ];
    }

    /// <summary>From the rule; up a step for weapon or time and place, down a step for a damping cue and for a spelling that was only guessed.</summary>
    private static Severity SeverityOf(RuleHit hit)
    {
        var step = (int)hit.Rule.Severity + (hit.Raised ? 1 : 0) - (hit.Damping.Count > 0 ? 1 : 0);
        if (hit.View is TextView.Deleet or TextView.DeleetOther or TextView.Joined && !hit.Raised)
        {
            step--;
        }
        return (Severity)Math.Clamp(step, (int)Severity.Low, (int)Severity.High);
    }

    private List<RuleSpan> Spans()
    {
        List<RuleSpan> spans = [];
        foreach (var hit in hits.Values)
        {
            foreach (var span in hit.Spans)
            {
                spans.Add(new(span.Start, span.Length, hit.Rule.Name, hit.Rule.Data.Why, ViewName(hit.View)));
            }
        }
        spans.Sort((one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : string.CompareOrdinal(one.Rule, other.Rule));
        return spans;
    }

    private NearMiss? NearMiss() => near is { Cancelled: { } cue } && !hits.ContainsKey(near.Rule) ? new(near.Rule.Name, cue) : null;

    private static string ViewName(TextView view) => view switch
    {
        TextView.Base or TextView.Folded => "base",
        TextView.Squeezed or TextView.SqueezedOnce => "squeezed",
        TextView.Plain => "plain",
        TextView.Deleet or TextView.DeleetOther => "deleet",
        _ => "joined",
    };
}
