using System.Globalization;
using Vaern.App.Intake;
using Vaern.Rules;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>
/// The part of the classification that helps the person who writes: how old the person concerned is, and who they are to the one who may
/// have done it. The rest is known from the form, or is not asked.
/// </summary>
internal static class HelpAnswers
{
    public const string Age = "affected";
    public const string Relation = "relation";

    private static readonly ClassificationTree Tree = ClassificationTree.Default;

    /// <summary>The question to ask now; null when there is none left.</summary>
    public static Question? Next(DraftAnswers answers)
    {
        var known = Known(answers);
        if (!known.ContainsKey(Age))
        {
            var age = Tree.Questions.First(question => question.Id == Age);
            return IsEmployee(answers) ? null : age with { Options = [.. age.Options.Where(option => answers.AffectedIs != "me" || option.Id != "employee")] };
        }

        return Tree.Next(known) is { Id: Relation } relation ? relation : null;
    }

    /// <summary>
    /// What the answers lead to. Where the form takes no files, neither does the advice: what may show somebody under 18 in a sexual way is
    /// treated as if it does (law S-1).
    /// </summary>
    public static Classification Classify(DraftAnswers answers, RuleBook law)
    {
        var known = Known(answers);
        known.TryAdd(Age, "unknown-age");
        var relations = Tree.Next(known)?.Options.Select(option => option.Id) ?? [];
        known.TryAdd(Relation, answers.HelpRelation is { } given && relations.Contains(given) ? given : "stranger");
        var result = Tree.Classify(known, law).Value;
        if (!ReportFlow.IsRestricted(answers) || result.Evidence == EvidenceRule.Restricted)
        {
            return result;
        }

        known["what"] = "sexual-image-shared";
        known[Age] = "unknown-age";
        known[Relation] = "stranger";
        return Tree.Classify(known, law).Value;
    }

    /// <summary>What is sent along when the person asks for it: the two answers and nothing else.</summary>
    public static IReadOnlyDictionary<string, string>? Sent(DraftAnswers answers)
    {
        if (!answers.HelpAttached)
        {
            return null;
        }

        var sent = new[] { (Age, answers.HelpAge), (Relation, answers.HelpRelation) }.Where(pair => pair.Item2 is not null).ToDictionary(pair => pair.Item1, pair => pair.Item2!);
        return sent.Count == 0 ? null : sent;
    }

    /// <summary>The answers in words, for those who read the report; null when there are none.</summary>
    public static string? InWords(IReadOnlyDictionary<string, string>? answers, CultureInfo culture) => answers is null ? null : string.Join("\n",
        from answer in answers
        let question = Tree.Questions.FirstOrDefault(one => one.Id == answer.Key)
        let option = question?.Options.FirstOrDefault(one => one.Id == answer.Value)
        where option is not null
        select $"{question.Text.In(culture)} {option.Text.In(culture)}");

    private static bool IsEmployee(DraftAnswers answers) => answers is { Role: "employee", AffectedIs: "me" or "colleague" };

    private static Dictionary<string, string> Known(DraftAnswers answers)
    {
        // Nobody is in danger: that was asked before the form began.
        var known = new Dictionary<string, string> { ["danger"] = "no" };
        var age = IsEmployee(answers) ? "employee" : answers.HelpAge;
        if (age is null)
        {
            return known;
        }

        known[Age] = age is "18-plus" or "employee" && ReportFlow.IsRestricted(answers) ? "unknown-age" : age;
        var what = ReportFlow.Category(answers)?.What ?? "something-else";
        known["what"] = Tree.Next(known)!.Options.Any(option => option.Id == what) ? what : "something-else";
        known["actor"] = "unknown";
        if (answers.HelpRelation is { } relation && Tree.Next(known)!.Options.Any(option => option.Id == relation))
        {
            known[Relation] = relation;
        }

        return known;
    }
}
