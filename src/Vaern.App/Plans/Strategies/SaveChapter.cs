using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Plans.Strategies;

/// <summary>Saves one chapter of the draft; what the others hold is not touched.</summary>
public static class SaveChapter
{
    /// <summary>Characters in one answer.</summary>
    public const int Longest = 10_000;

    /// <summary>
    /// Keeps the answers; empty ones too, for a draft may be unfinished. <c>unit-plan.no-draft</c>, <c>unit-plan.chapter</c>, <c>unit-plan.not-asked</c>
    /// when the board asked for changes elsewhere, <c>unit-plan.too-long</c>, <c>unit-plan.chapter-stale</c> when somebody has saved meanwhile: the page shows both.
    /// </summary>
    /// <param name="version">The version of the chapter that the form was made from; 0 when nobody had written it.</param>
    /// <returns>The chapter's new version.</returns>
    public static Task<Result<int>> HandleAsync(
        Municipality municipality, StaffMember staff, UnitId unit, string? kind, string? chapter, IReadOnlyDictionary<string, string> answers, int version, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<int>(municipality, staff, Permission.WritePlans, unit, kind, async (work, plan) =>
        {
            if (plan is not { Open: { State: "draft" } draft, OpenText: { } text })
            {
                return new Error("unit-plan.no-draft", "There is no draft to write in.");
            }

            if (plan.Template.Chapter(chapter) is not { } asked)
            {
                return new Error("unit-plan.chapter", "There is no such chapter.");
            }

            if (draft.Amends is { } amends && !amends.Contains(asked.Key))
            {
                return new Error("unit-plan.not-asked", "Those who decided asked for changes in other chapters.");
            }

            var kept = asked.Questions.Select(question => (question.Key, Text: answers.GetValueOrDefault(question.Key, "").ReplaceLineEndings("\n").Trim())).ToArray();
            if (kept.Any(answer => answer.Text.Length > Longest))
            {
                return new Error("unit-plan.too-long", "An answer has more than 10,000 characters.");
            }

            var old = text.Chapter(asked.Key);
            if (old.Version != version)
            {
                return new Error("unit-plan.chapter-stale", "Somebody else has saved the chapter.");
            }

            var body = new ChapterBody(kept.Where(answer => answer.Text.Length > 0).ToDictionary(answer => answer.Key, answer => answer.Text));
            await work.ExecuteAsync(
                """
                insert into unit_plan_chapter (version_id, chapter, body, version, saved_by, saved_at) values (@id, @Key, @body, 1, @me, @now)
                on conflict (version_id, chapter) do update set body = excluded.body, version = unit_plan_chapter.version + 1, saved_by = @me, saved_at = @now
                """,
                new { id = draft.Id, asked.Key, body = await work.SealAsync(municipality.Id, PlanText.Table(asked.Key), "body", draft.Id, body, cancel), me = staff.Account.Value, now = work.Now },
                cancel);
            await UnitPlans.TellAsync(
                municipality, work, staff, plan, "unit-plan.chapter-saved", new { draft.Number, chapter = asked.Key, version = version + 1 }, new { old = old.Answers, @new = body.Answers }, cancel);
            return version + 1;
        }, cancel);
}
