using Vaern.App.Cases;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.TagHelpers;
using Vaern.Web.Time;
using LawTime = Vaern.Rules.DanishTime;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>When a clock rings, whichever list it stands in.</summary>
/// <param name="DueAt">The moment, for limits in hours.</param>
/// <param name="DueOn">The day, for limits in days; both are null for what is owed at once.</param>
public readonly record struct Ring(Rule Rule, DateTimeOffset StartedAt, DateTimeOffset? DueAt, DateOnly? DueOn, DateTimeOffset AlarmAt)
{
    /// <summary>The first instant at which it is too late.</summary>
    public DateTimeOffset LateFrom => DueAt ?? (DueOn is { } day ? LawTime.StartOf(day.AddDays(1)) : AlarmAt);

    public static Ring Of(ClockView clock) => new(clock.Rule, clock.StartedAt, clock.DueAt, clock.DueOn, clock.AlarmAt);

    public static Ring Of(DeadlineLine line) => new(line.Rule, line.StartedAt, line.DueAt, line.DueOn, line.AlarmAt);
}

/// <summary>Puts clocks into words. Every date names the rule behind it, and law never looks like a goal.</summary>
public sealed class ClockWords(Texts texts, TimeText time, RuleBook? law = null)
{
    private readonly System.Globalization.CultureInfo culture = texts.Language.Culture;

    public ClockTone Tone(Ring ring) =>
        time.Now >= ring.LateFrom ? ClockTone.Late
        : ring.DueAt is null && ring.DueOn is null || LawTime.DayOf(ring.LateFrom.AddTicks(-1)) == time.Today ? ClockTone.RingsToday
        : ClockTone.Running;

    public string Title(Rule rule) => texts.Has($"clock.{rule.Id}.title") ? texts[$"clock.{rule.Id}.title"] : rule.Title.In(culture);

    /// <summary>What must exist, in a sentence.</summary>
    public string Needed(Rule rule) => texts.Has($"clock.{rule.Id}.needed") ? texts[$"clock.{rule.Id}.needed"] : rule.Text.In(culture);

    /// <summary>The words of the button that does it.</summary>
    public string Do(Rule rule) => texts.Has($"clock.{rule.Id}.do") ? texts[$"clock.{rule.Id}.do"] : texts["clock.do"];

    /// <summary>What stands large: <c>5 arbejdsdage</c>, <c>4 timer og 30 minutter</c>, <c>1 dag for sent</c>, <c>Straks</c>.</summary>
    public string Left(Ring ring)
    {
        if (ring.DueOn is { } day)
        {
            return DaysLeft(ring.Rule, day);
        }

        if (ring.DueAt is { } due)
        {
            return time.Left(due);
        }

        // What is owed at once is never "late by": it has waited since the start.
        return time.Now >= ring.LateFrom ? texts["clock.waited", time.Span(time.Now - ring.StartedAt)] : texts["clock.at-once"];
    }

    /// <summary><c>senest i dag, onsdag 20. januar 2027 kl. 14.00</c>.</summary>
    public string Due(Ring ring) => ring switch
    {
        { DueOn: { } day } when day == time.Today => texts["clock.due.today", time.Day(day)],
        { DueOn: { } day } => texts["clock.due", time.Day(day)],
        { DueAt: { } due } when LawTime.DayOf(due) == time.Today => texts["clock.due.today", time.Long(due)],
        { DueAt: { } due } => texts["clock.due", time.Long(due)],
        _ => texts["clock.started", time.Long(ring.StartedAt)],
    };

    /// <summary><c>10 arbejdsdage</c>, <c>72 timer</c>, <c>straks</c>.</summary>
    public string LimitOf(Rule rule) => rule.Limit switch
    {
        { Kind: LimitKind.AtOnce } => texts["limit.at-once"],
        { Value: 1, Unit: { } unit } => texts[$"limit.{unit}.one"],
        { Value: { } value, Unit: { } unit } => texts[$"limit.{unit}", value],
        _ => texts["limit.none"],
    };

    /// <summary><c>10 arbejdsdage, undervisningsmiljøloven § 1 c, regelversion DK-2026-11</c>; a goal says that it is no law.</summary>
    public string Source(Rule rule, string ruleSet) => rule.Kind == RuleKind.Goal
        ? texts["clock.source.goal", LimitOf(rule)]
        : texts["clock.source.law", LimitOf(rule), rule.LegalSource.ShortIn(culture), ruleSet];

    public ClockCard Card(CaseView of, ClockView clock, string? verifiedBy)
    {
        var ring = Ring.Of(clock);
        var rule = clock.Rule;
        var law = rule.Kind == RuleKind.Law;
        return new ClockCard(
            Title(rule), law, Tone(ring), Left(ring), Due(ring), Needed(rule),
            law ? texts["clock.source.limit", LimitOf(rule)] : texts["clock.source.goal", LimitOf(rule)], verifiedBy ?? rule.VerifiedBy)
        {
            SourceName = law ? texts["clock.source.name", rule.LegalSource.ShortIn(culture), of.RuleSet] : null,
            SourceUrl = law ? $"/regler/{rule.Id}" : null,
            Newer = Newer(rule),
            Note = ClosedDaysNote(ring),
            StillHelps = Tone(ring) == ClockTone.Late ? rule.ConsequenceIfMissed?.In(culture) : null,
            Progress = Progress(ring),
            Action = of is { MayWrite: true, State: not "closed" } ? new ClockAction(Do(rule), of.Track == "workplace" && rule.Id == "A-01" ? $"/sager/{of.Number}/politi" : Address(of.Number, rule.Id, clock.Id), Icon(rule.Id)) : null,
        };
    }

    /// <summary>That there is a newer version than the one that is kept, and where to read it; null when there is none.</summary>
    public (string Words, string Href)? Newer(Rule kept) => law?.NewerThan(kept) is { IsShown: true } newer
        ? (newer.ValidFrom is { } from ? texts["clock.newer.from", newer.Version, time.Date(from), LimitOf(newer), kept.Version] : texts["clock.newer", newer.Version, LimitOf(newer), kept.Version],
            $"/regler/{kept.Id}?v={newer.Version}")
        : null;

    /// <summary>Where the local closed days would put a limit in law: a note, for they never move it (law H-03); null when they would not.</summary>
    public string? ClosedDaysNote(Ring ring) =>
        ring is { DueOn: not null, Rule.Kind: RuleKind.Law } && law is { ClosedDays.IsEmpty: false }
        && DeadlineEngine.Compute(ring.Rule, StartMoment.At(ring.StartedAt), law.ClosedDays) is { IsOk: true, Value.WithClosedDays: { } moved }
            ? texts["clock.closed-days", time.Day(moved)]
            : null;

    /// <summary>The answer the reporter waits for: no clock of the case but a promise of the unit.</summary>
    public ClockCard ReplyCard(Rule rule, CaseReport report, DateTimeOffset due, bool mayWrite)
    {
        var ring = new Ring(rule, due, due, null, due);
        var last = report.Messages.LastOrDefault(message => message.FromReporter);
        return new ClockCard(
            texts["clock.reply.title"], false, Tone(ring), Left(ring), Due(ring),
            last is null ? texts["clock.reply.first", report.Number] : texts["clock.reply.needed", time.Near(last.At)],
            texts["clock.reply.source"], null)
        {
            StillHelps = Tone(ring) == ClockTone.Late ? texts["clock.reply.late"] : null,
            Action = mayWrite ? new ClockAction(texts["mailbox.write"], "#postkasse", "email") : null,
        };
    }

    /// <summary>Where the thing that a rule asks for is done.</summary>
    public static string Address(string number, string rule, Guid clock) => rule switch
    {
        "B-03" => $"/sager/{number}/plan",
        "GOAL-INFORM" => $"/sager/{number}#personer",
        "GOAL-STOPPED-2" or "GOAL-STOPPED-6" or "GOAL-STOPPED-12" => $"/sager/{number}/opfoelgning",
        "GOAL-LEADER-CONTACT" or "GOAL-TALK-1" or "GOAL-TALK-3" or "GOAL-TALK-8" => $"/sager/{number}/omsorg",
        "GOAL-POLICE-DECISION" => $"/sager/{number}/politi",
        "A-06" or "A-06b" => $"/sager/{number}/skade",
        "GOAL-REMOVAL-FIRST" or "E-02-20" => $"/sager/{number}/fjernelse",
        _ => $"/sager/{number}/frist/{clock}",
    };

    private static string? Icon(string rule) => rule switch
    {
        "B-03" => "assignment",
        "GOAL-INFORM" => "groups",
        "GOAL-STOPPED-2" or "GOAL-STOPPED-6" or "GOAL-STOPPED-12" => "feedback",
        _ => "check",
    };

    private string DaysLeft(Rule rule, DateOnly day)
    {
        var today = time.Today;
        if (day < today)
        {
            var late = today.DayNumber - day.DayNumber;
            return texts[late == 1 ? "clock.late.day" : "clock.late.days", late];
        }

        if (day == today)
        {
            return texts["clock.today"];
        }

        var working = rule.Limit.Unit is PeriodUnit.WorkingDays or PeriodUnit.Hverdage;
        var left = working ? WorkingDays(today, day) : day.DayNumber - today.DayNumber;
        return texts[(working, left) switch { (true, 1) => "clock.workday", (true, _) => "clock.workdays", (_, 1) => "clock.day", _ => "clock.days" }, left];
    }

    private (int, int, string)? Progress(Ring ring)
    {
        if (ring is not { DueOn: { } due, Rule.Limit: { Unit: PeriodUnit.WorkingDays, Value: { } of } } || of is < 2 or > 20 || due < time.Today)
        {
            return null;
        }

        var day = Math.Clamp(of - WorkingDays(time.Today, due), 0, of);
        return (day, of, texts["clock.progress", day, of]);
    }

    private static int WorkingDays(DateOnly after, DateOnly through)
    {
        var count = 0;
        for (var day = after.AddDays(1); day <= through; day = day.AddDays(1))
        {
            count += DanishCalendar.IsWorkingDay(day) ? 1 : 0;
        }

        return count;
    }
}
