using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Vaern.Rules;

namespace Vaern.Cli.Rules;

/// <summary><c>vaern classify FILE</c>: answers in, what it may be covered by out.</summary>
internal static class ClassifyVerb
{
    public static Command Command()
    {
        Argument<string> file = new("FILE") { Description = "JSON object: question id to answer id; - reads standard input" };
        var language = CliText.Language();
        Command classify = new("classify", "Possible sections, duties, clocks, do-nots and help for a set of answers; never a verdict") { file, language };
        classify.SetAction(parsed =>
        {
            var culture = parsed.Culture(language);
            if (!CliText.ReadSmallFile(parsed.GetValue(file)!).TryGet(out var text, out var error)
                || !Answers(text).TryGet(out var answers, out error)
                || !ClassificationTree.Default.Classify(answers, RuleBook.Default).TryGet(out var result, out error))
            {
                return parsed.Fail(error, culture);
            }
            return parsed.Print(Shape(result, culture));
        });
        return classify;
    }

    private static RulesResult<Dictionary<string, string>> Answers(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(text, Strict) is { } answers && answers.Values.All(answer => answer is not null)
                ? answers
                : NotAnswers();
        }
        catch (JsonException)
        {
            return NotAnswers();
        }
    }

    private static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false };

    private static RulesError NotAnswers()
    {
        var ids = string.Join(", ", ClassificationTree.Default.Questions.Select(question => question.Id));
        return new("answers.unreadable", new(
            $"Filen skal være et JSON-objekt med svar i tekst på: {ids}.",
            $"The file must be a JSON object with text answers to: {ids}."));
    }

    private static object Shape(Classification result, CultureInfo culture) => new
    {
        result.RuleSet,
        Version = result.TreeVersion,
        result.Outcome,
        Title = result.Title.In(culture),
        Text = result.Text.In(culture),
        AssessedBy = result.AssessedBy.In(culture),
        result.ProbablyLawful,
        result.Evidence,
        PossibleSections = result.PossibleSections.Select(possible => new
        {
            Rule = possible.Rule.Id,
            possible.Rule.Offence!.Section,
            Text = possible.Wording.In(culture),
            MaxPenalty = possible.Rule.Offence.MaxPenalty?.In(culture),
            possible.Rule.Offence.Prosecution,
            Confidence = possible.Rule.Confidence.Letter,
            UnderVerification = possible.Rule.NeedsLabel,
        }),
        Duties = result.Duties.Select(rule => new
        {
            Rule = rule.Id,
            rule.Version,
            Title = rule.Title.In(culture),
            Roles = rule.ResponsibleRoles,
            Source = rule.LegalSource.Short,
            Confidence = rule.Confidence.Letter,
            UnderVerification = rule.NeedsLabel,
        }),
        Clocks = result.Clocks.Select(rule => new
        {
            Rule = rule.Id,
            rule.Version,
            Title = rule.Title.In(culture),
            StartEvent = rule.StartEvent?.In(culture),
            rule.Limit,
        }),
        DoFirst = result.DoFirst.Select(text => text.In(culture)),
        DoNots = result.DoNots.Select(text => text.In(culture)),
        Help = result.Help.Select(contact => new { contact.Id, Name = contact.Name.In(culture), contact.Phone, contact.Urls, Purpose = contact.Purpose?.In(culture) }),
        Support = result.Support.Select(text => text.In(culture)),
    };
}
