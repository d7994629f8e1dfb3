using System.Globalization;
using System.Text;

namespace Vaern.Rules;

/// <summary>Writes <c>docs/rules.md</c> and the card of one rule from the data, so that neither can differ from it.</summary>
public static class RulesDocument
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>The whole of <c>docs/rules.md</c>, with line feeds.</summary>
    public static string Markdown(RuleBook book)
    {
        var text = new StringBuilder();
        Line(text, "# Rules");
        Line(text, "");
        Line(text, $"Rule set `{book.RuleSet}`. Generated from `src/Vaern.Rules/Data` by `vaern rules docs`; a test holds it current. Guidance, not legal advice.");
        Line(text, "");
        Line(text, "No rule is verified before a named person has compared it with the official text. Evidence: S source seen, G guidance or preparatory");
        Line(text, "work, M memory. Confidence: H high, M medium (shown with a label), L low (off). Alarms are settings of the project, not law.");
        foreach (var file in RuleFiles.Names.Select(RuleFiles.Read<RuleFile>))
        {
            Line(text, "");
            Line(text, $"## {file.Title.En} / {file.Title.Da}");
            foreach (var listed in file.Rules)
            {
                Entry(text, book.Version(listed.Id, listed.Version).Value);
            }
        }
        Tables(text, book);
        return text.ToString();
    }

    /// <summary>One rule for a terminal: title, text, limit, start, source and how sure we are.</summary>
    public static string Card(Rule rule, CultureInfo culture)
    {
        var english = culture.TwoLetterISOLanguageName == "en";
        var text = new StringBuilder();
        Line(text, $"{rule.Id} v{rule.Version}  {rule.Title.In(culture)}");
        Line(text, rule.Text.In(culture));
        Field(text, english ? "Limit" : "Frist", LimitWords(rule.Limit));
        Field(text, english ? "Starts with" : "Starter med", rule.StartEvent?.In(culture));
        Field(text, english ? "If missed" : "Hvis den overskrides", rule.ConsequenceIfMissed?.In(culture));
        Field(text, english ? "Responsible" : "Ansvarlig", string.Join(", ", rule.ResponsibleRoles));
        Field(text, english ? "Source" : "Kilde", rule.LegalSource.Text);
        foreach (var url in rule.SourceUrls)
        {
            Field(text, "", url);
        }
        Field(text, english ? "Evidence" : "Belæg", rule.Evidence.Letter);
        Field(text, english ? "Confidence" : "Sikkerhed", rule.Confidence.Letter);
        Field(text, english ? "Verified" : "Verificeret", rule.IsVerified ? $"{rule.VerifiedBy} {rule.VerifiedOn:yyyy-MM-dd}" : english ? "no" : "nej");
        Field(text, english ? "Shown" : "Vises", Shipping(rule));
        return text.ToString().TrimEnd('\n');
    }

    /// <summary><c>on</c>, <c>on_labelled</c>, <c>off [flag x]</c> or <c>excluded</c>.</summary>
    public static string Shipping(Rule rule)
    {
        var ship = rule.Ship switch { Ship.On => "on", Ship.OnLabelled => "on_labelled", Ship.Off => "off", _ => "excluded" };
        return rule.Flag is null ? ship : $"{ship} [flag {rule.Flag}]";
    }

    private static void Entry(StringBuilder text, Rule rule)
    {
        Line(text, "");
        Line(text, $"### {rule.Id} · {rule.Title.En}");
        Line(text, "");
        Line(text, $"**{rule.Title.Da}.** {rule.Text.Da}");
        Line(text, "");
        Line(text, rule.Text.En);
        Line(text, "");
        Item(text, rule.Kind == RuleKind.Goal ? "goal of the project, not law" : "source", rule.Kind == RuleKind.Goal ? null : rule.LegalSource.Text, always: rule.Kind == RuleKind.Goal);
        Item(text, "serves", rule.Serves);
        Item(text, "limit", LimitWords(rule.Limit));
        Item(text, "starts with", rule.StartEvent?.En);
        Item(text, "counted by", string.Join(", ", rule.CountingRules));
        Item(text, "alarms", string.Join(", ", rule.Alarms.Select(AlarmWords)));
        Item(text, "exceptions", string.Join("; ", rule.Exceptions.Select(Both)));
        Item(text, "if missed", rule.ConsequenceIfMissed?.En);
        Item(text, "responsible", string.Join(", ", rule.ResponsibleRoles));
        Item(text, "maximum", rule.Offence?.MaxPenalty?.En);
        Item(text, "prosecution", rule.Offence?.Prosecution);
        Item(text, "applies", Validity(rule));
        Item(text, "version", $"{rule.Version}, {rule.Status.ToString().ToLowerInvariant()}, evidence {rule.Evidence.Letter}, confidence {rule.Confidence.Letter}, {Shipping(rule)}");
        Item(text, "seen at", string.Join(" ", rule.SourceUrls.Select(url => $"<{url}>")));
        Item(text, "verify", Both(rule.Verify));
        Item(text, "note", Both(rule.Note));
    }

    private static string? Both(LocalText? text) => text is null ? null : text.Da == text.En ? text.En : $"{text.En} *({text.Da})*";

    private static void Tables(StringBuilder text, RuleBook book)
    {
        Line(text, "");
        Line(text, "## Verify first");
        Line(text, "");
        Line(text, "In order of importance.");
        Line(text, "");
        foreach (var (entry, place) in VerifyFirst.All.Select((entry, index) => (entry, index + 1)))
        {
            Line(text, $"{place}. {string.Join(", ", entry.Rules)}: {entry.Reason.En} *({entry.Reason.Da})*");
        }
        Line(text, "");
        Line(text, "## Flags");
        Line(text, "");
        Line(text, "Every flag ships off.");
        Line(text, "");
        Line(text, "| flag | covers | not confirmed | may be switched on when |");
        Line(text, "|---|---|---|---|");
        foreach (var flag in RuleBook.Flags)
        {
            Line(text, $"| `{flag.Name}` | {flag.Covers} | {flag.Unconfirmed.En} | {flag.Condition.En} |");
        }
        Line(text, "");
        Line(text, "## Contacts");
        Line(text, "");
        Line(text, "| id | name | for | phone | address | confidence | shown |");
        Line(text, "|---|---|---|---|---|---|---|");
        foreach (var contact in book.Contacts)
        {
            Line(text, $"| {contact.Id} | {contact.Name.En} | {contact.Purpose?.En} | {contact.Phone} | {string.Join(" ", contact.Urls.Select(url => $"<{url}>"))} | {contact.Confidence?.Letter} | {(contact.IsShown ? "yes" : "no")} |");
        }
        Line(text, "");
        Line(text, "## Wrong or outdated elsewhere");
        Line(text, "");
        Line(text, "| no. | where | says | use instead |");
        Line(text, "|---|---|---|---|");
        foreach (var entry in RuleBook.Superseded)
        {
            Line(text, $"| {entry.Number} | {entry.Where.En} | {entry.Says.En} | {entry.UseInstead.En} |");
        }
    }

    private static string LimitWords(Limit limit) => limit.Kind switch
    {
        LimitKind.None => "none",
        LimitKind.AtOnce => "at once",
        _ => $"{limit.Value} {Unit(limit.Unit!.Value)}{(limit.At is { } at ? $", by {at:HH\\:mm}" : limit.AtStartTime ? ", by the time of day of the start" : "")}",
    };

    private static string AlarmWords(AlarmSetting alarm) => alarm.Anchor switch
    {
        AlarmAnchor.SameDay => "the same day",
        AlarmAnchor.AfterStart => $"{alarm.Value} {Unit(alarm.Unit!.Value)} after the start",
        _ => $"{alarm.Value} {Unit(alarm.Unit!.Value)} left",
    };

    private static string Unit(PeriodUnit unit) => unit switch
    {
        PeriodUnit.WorkingHours => "working hours",
        PeriodUnit.CalendarDays => "calendar days",
        PeriodUnit.WorkingDays => "working days",
        _ => unit.ToString().ToLower(English),
    };

    private static string? Validity(Rule rule) => (rule.ValidFrom, rule.ValidTo) switch
    {
        (null, null) => null,
        ({ } from, null) => $"from {IsoText.Day(from)}",
        (null, { } to) => $"until {IsoText.Day(to)}",
        ({ } from, { } to) => $"{IsoText.Day(from)} to {IsoText.Day(to)}",
    };

    private static void Item(StringBuilder text, string name, string? value, bool always = false)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Line(text, $"- {name}: {value}");
        }
        else if (always)
        {
            Line(text, $"- {name}");
        }
    }

    private static void Field(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Line(text, $"  {name,-22}{value}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
