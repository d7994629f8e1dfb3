using Vaern.App.Intake;
using Vaern.Rules;

namespace Vaern.Web.Pages.Public.Report;

/// <summary>
/// The order of the questions. It follows the answers: whoever may show somebody under 18 in a sexual way never meets a
/// page with an upload control (law S-1).
/// </summary>
public static class ReportFlow
{
    public const int Steps = 6;
    public const string Check = "tjek";

    /// <summary>Beside the path: what the person can do now, for those who want to know before they write on.</summary>
    public const string Help = "hjaelp";

    public static ReportCategory? Category(DraftAnswers answers) =>
        answers.Category is { } code && ReportCategories.Find(code) is { IsOk: true } found ? found.Value : null;

    /// <summary>True where no file may be received: the category says so, or age is not known to be 18 or over.</summary>
    public static bool IsRestricted(DraftAnswers answers) => Category(answers)?.Evidence switch
    {
        EvidenceRule.Restricted => true,
        EvidenceRule.RestrictedUnlessAdult => answers.MayShowMinorSexually is not false,
        _ => answers.MayShowMinorSexually is true,
    };

    /// <summary>The pages that these answers lead through, by the last part of their address.</summary>
    public static IEnumerable<string> Path(DraftAnswers answers)
    {
        yield return "velkommen";
        yield return "hvem";
        yield return "hvad";
        var ordinary = Category(answers)?.Evidence is null or EvidenceRule.Ordinary;
        if (Category(answers)?.Evidence == EvidenceRule.RestrictedUnlessAdult)
        {
            yield return "alder";
        }

        if (!ordinary && IsRestricted(answers))
        {
            yield return "stop";
        }

        yield return "fortael";
        yield return "hvornaar";
        yield return "hvor";
        yield return "hvemvar";
        if (ordinary)
        {
            yield return "vis";
        }

        if (ordinary && IsRestricted(answers))
        {
            yield return "stop";
        }

        if (!IsRestricted(answers) && answers.MayShowMinorSexually is false)
        {
            yield return "filer";
        }

        if (answers.UnitCode is null)
        {
            yield return "sted";
        }

        yield return "voksen";
        yield return "oenske";
        yield return "dig";
        yield return Check;
    }

    /// <summary>Which of the six steps a page belongs to; 0 before and after them.</summary>
    public static int Step(string page, DraftAnswers answers) => page switch
    {
        "hvem" => 1,
        "hvad" or "alder" or Help => 2,
        "stop" => Category(answers)?.Evidence is EvidenceRule.Ordinary ? 5 : 2,
        "fortael" => 3,
        "hvornaar" or "hvor" or "hvemvar" => 4,
        "vis" or "filer" => 5,
        "sted" or "voksen" or "oenske" or "dig" => 6,
        _ => 0,
    };

    /// <summary>The page after <paramref name="page"/>; a person who came back to change an answer goes to the first page still unanswered.</summary>
    public static string Next(string page, DraftAnswers answers)
    {
        var path = Path(answers).ToList();
        return answers.Answered.Contains(Check)
            ? FirstUnanswered(answers)
            : path[Math.Min(path.IndexOf(page) + 1, path.Count - 1)];
    }

    public static string? Previous(string page, DraftAnswers answers)
    {
        if (page == Help)
        {
            return FirstUnanswered(answers);
        }

        var path = Path(answers).ToList();
        var place = path.IndexOf(page);
        return place > 0 ? path[place - 1] : null;
    }

    /// <summary>True when everything before the page has been answered.</summary>
    public static bool IsReached(string page, DraftAnswers answers) =>
        (page == Help || Path(answers).Contains(page)) && Path(answers).TakeWhile(earlier => earlier != (page == Help ? "fortael" : page)).All(earlier => answers.Answered.Contains(earlier));

    public static string FirstUnanswered(DraftAnswers answers) =>
        Path(answers).FirstOrDefault(page => !answers.Answered.Contains(page)) ?? Check;
}
