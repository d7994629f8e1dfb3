using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.TestKit;

namespace Vaern.App.Tests.Plans;

/// <summary>Writes plans as people do, so that a test can be about one thing.</summary>
internal static class Fill
{
    public const string Definition = "Digital mobning er, når nogen bliver gjort til grin i chat eller spil igen og igen.";

    /// <summary>Every question that must be answered, chapter by chapter; <paramref name="but"/> is left empty.</summary>
    public static async Task ChaptersAsync(TestTown town, StaffMember staff, UnitId unit, string kind, string? but = null, Func<string, string>? words = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var plan = (await UnitPlans.ReadAsync(town.Town, staff, unit, kind, cancel)).Value;
        foreach (var chapter in plan.Template.Chapters)
        {
            var answers = chapter.Questions.Where(question => question.Must is not null && question.Key != but)
                .ToDictionary(question => question.Key, question => question.Key == "digital" ? Definition : words?.Invoke(question.Key) ?? $"Sådan gør vi: {question.Key}.");
            (await SaveChapter.HandleAsync(town.Town, staff, unit, kind, chapter.Key, answers, plan.OpenText?.Chapter(chapter.Key).Version ?? 0, cancel)).IsOk.ShouldBeTrue(chapter.Key);
        }
    }

    /// <summary>A strategy in force, decided today.</summary>
    public static async Task PublishedAsync(TestTown town, StaffMember leader, UnitId unit, string kind = "strategy")
    {
        var cancel = TestContext.Current.CancellationToken;
        (await UnitPlans.OpenAsync(town.Town, leader, unit, kind, cancel)).IsOk.ShouldBeTrue();
        await ChaptersAsync(town, leader, unit, kind);
        await DecidedAsync(town, leader, unit, kind, "approved");
        (await PublishPlan.HandleAsync(town.Town, leader, unit, kind, await VersionAsync(town, leader, unit, kind), cancel)).IsOk.ShouldBeTrue();
    }

    public static async Task DecidedAsync(TestTown town, StaffMember leader, UnitId unit, string kind, string outcome, string? words = null, params string[] chapters)
    {
        var cancel = TestContext.Current.CancellationToken;
        (await DecidePlan.SubmitAsync(town.Town, leader, unit, kind, await VersionAsync(town, leader, unit, kind), cancel)).IsOk.ShouldBeTrue();
        var decision = new PlanDecision(outcome, Rules.DanishTime.DayOf(town.Town.Now), words, chapters);
        (await DecidePlan.RecordAsync(town.Town, leader, unit, kind, decision, await VersionAsync(town, leader, unit, kind), cancel)).IsOk.ShouldBeTrue();
    }

    public static async Task<int> VersionAsync(TestTown town, StaffMember staff, UnitId unit, string kind) =>
        (await UnitPlans.ReadAsync(town.Town, staff, unit, kind, TestContext.Current.CancellationToken)).Value.Open!.Version;
}
