using System.CommandLine;
using System.Globalization;
using Vaern.Rules;

namespace Vaern.Cli.Rules;

/// <summary><c>vaern rules list</c>, <c>show</c> and <c>docs</c>.</summary>
internal static class RuleListing
{
    public static Command Command()
    {
        Command rules = new("rules", "The rules: duties, limits, offences and goals with their source");
        rules.Subcommands.Add(List());
        rules.Subcommands.Add(Show());
        rules.Subcommands.Add(Docs());
        return rules;
    }

    private static Command List()
    {
        Option<bool> json = new("--json") { Description = "JSON instead of a line a rule" };
        var language = CliText.Language();
        Command list = new("list", "Every rule with version, source, confidence, verified or not") { json, language };
        list.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                return parsed.Print(RuleBook.Default.All.Select(Summary));
            }
            var culture = parsed.Culture(language);
            foreach (var rule in RuleBook.Default.All)
            {
                parsed.InvocationConfiguration.Output.WriteLine(Line(rule, culture));
            }
            return ExitCode.Done;
        });
        return list;
    }

    private static Command Show()
    {
        Argument<string> id = new("ID") { Description = "Rule id, for example B-03" };
        Option<bool> json = new("--json") { Description = "The whole record as JSON" };
        var language = CliText.Language();
        Command show = new("show", "One rule") { id, json, language };
        show.SetAction(parsed =>
        {
            var culture = parsed.Culture(language);
            if (!RuleBook.Default.Find(parsed.GetValue(id)!).TryGet(out var rule, out var error))
            {
                return parsed.Fail(error, culture);
            }
            if (parsed.GetValue(json))
            {
                return parsed.Print(rule);
            }
            parsed.InvocationConfiguration.Output.WriteLine(RulesDocument.Card(rule, culture));
            return ExitCode.Done;
        });
        return show;
    }

    private static Command Docs()
    {
        Command docs = new("docs", "The text of docs/rules.md");
        docs.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(RulesDocument.Markdown(RuleBook.Default));
            return ExitCode.Done;
        });
        return docs;
    }

    private static string Line(Rule rule, CultureInfo culture)
    {
        var verified = rule.IsVerified ? $"verified {rule.VerifiedOn:yyyy-MM-dd} {rule.VerifiedBy}" : "not verified";
        return string.Join('\t', rule.Id, "v" + rule.Version, rule.Confidence.Letter, verified, RulesDocument.Shipping(rule), rule.LegalSource.Short, rule.Title.In(culture));
    }

    private static object Summary(Rule rule) => new
    {
        rule.Id,
        rule.Version,
        rule.Kind,
        rule.Status,
        Verified = rule.IsVerified,
        rule.VerifiedBy,
        rule.VerifiedOn,
        rule.Title,
        rule.Limit,
        rule.StartEvent,
        Source = rule.LegalSource.Text,
        rule.SourceUrls,
        Evidence = rule.Evidence.Letter,
        Confidence = rule.Confidence.Letter,
        rule.Ship,
        rule.Flag,
        rule.ValidFrom,
        rule.ValidTo,
    };
}
