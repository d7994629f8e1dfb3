using Vaern.App.Intake;
using Vaern.Rules;

namespace Vaern.Web.Pages.Staff.Classify;

/// <summary>What a report already answers, as suggestions for the questions: the person who asks them decides.</summary>
internal static class KnownAnswers
{
    public static IReadOnlyDictionary<string, string> Of(ReportView report)
    {
        var known = new Dictionary<string, string>(report.Content.Answers ?? new Dictionary<string, string>());
        if (ReportCategories.Find(report.Category).TryGet(out var category, out _))
        {
            known.TryAdd("what", category.What);
        }

        if (report.Role == "employee")
        {
            known.TryAdd("affected", "employee");
        }

        return known;
    }

    /// <summary>The category that fits the answers best, for the form that opens a case; null when several would.</summary>
    public static string? CategoryOf(IReadOnlyDictionary<string, string> answers) => answers.GetValueOrDefault("what") switch
    {
        "sexual-image-shared" => answers.GetValueOrDefault("affected") is "18-plus" or "employee" ? "sexual-image-adult" : "sexual-image-under-18",
        "harassment" => answers.GetValueOrDefault("affected") == "employee" ? "employee-harassment" : "stalking-unwanted-contact",
        "something-else" or null => null,
        { } what => ReportCategories.All.FirstOrDefault(category => category.What == what)?.Code,
    };

    /// <summary>The track that the answers point to; null when they point to none.</summary>
    public static string? TrackOf(IReadOnlyDictionary<string, string> answers) => (answers.GetValueOrDefault("affected"), answers.GetValueOrDefault("relation")) switch
    {
        ("employee", _) => "workplace",
        (_, "pupil-pupil") => "school",
        (_, "adult-child") => "child",
        _ => null,
    };
}
