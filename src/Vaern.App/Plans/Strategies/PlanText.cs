using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Plans.Strategies;

/// <summary>The answers of a chapter by the key of their question.</summary>
internal sealed record ChapterBody(IReadOnlyDictionary<string, string> Answers);

/// <summary>A chapter as it was saved last.</summary>
/// <param name="Version">What a change must name; 0 for a chapter nobody has written.</param>
public sealed record SavedChapter(string Key, IReadOnlyDictionary<string, string> Answers, int Version, AccountId? By, DateTimeOffset? At)
{
    public static SavedChapter Unwritten(string key) => new(key, new Dictionary<string, string>(), 0, null, null);

    public string this[string question] => Answers.GetValueOrDefault(question, "");
}

/// <summary>All that is written in a version of a plan.</summary>
public sealed class PlanText(PlanTemplate template, IReadOnlyDictionary<string, SavedChapter> chapters)
{
    public PlanTemplate Template => template;

    public SavedChapter Chapter(string key) => chapters.GetValueOrDefault(key) ?? SavedChapter.Unwritten(key);

    public string Answer(PlanChapter chapter, PlanQuestion question) => Chapter(chapter.Key)[question.Key];

    public IEnumerable<string> Answers => template.Questions.Select(one => Answer(one.Chapter, one.Question)).Where(answer => answer.Length > 0);

    public int Words => Answers.Sum(answer => answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);

    internal static async Task<PlanText> ReadAsync(Municipality municipality, UnitOfWork work, PlanTemplate template, Guid version, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(string Chapter, byte[] Body, int Version, Guid By, DateTimeOffset At)>(
            "select chapter, body, version, saved_by, saved_at from unit_plan_chapter where version_id = @version order by chapter", new { version }, cancel);
        var chapters = new Dictionary<string, SavedChapter>();
        foreach (var row in rows)
        {
            var body = await work.OpenAsync<ChapterBody>(municipality.Id, Table(row.Chapter), "body", version, row.Body, cancel);
            chapters[row.Chapter] = new SavedChapter(row.Chapter, body.Answers, row.Version, new AccountId(row.By), row.At);
        }

        return new PlanText(template, chapters);
    }

    // The row is named by two columns; the place a text is bound to names both.
    internal static string Table(string chapter) => $"unit_plan_chapter/{chapter}";
}
