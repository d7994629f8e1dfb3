using Shouldly;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Library;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.App.Tests.Learning;

/// <summary>Knowledge: one writes, another reviews, everything has a last day, and what has stopped holding is told once.</summary>
public sealed class KnowledgeTests : IAsyncLifetime
{
    private static readonly KnowledgeWords Words = new("Film med vold", "Spørg, hvad de selv synes. Bed ikke om at se noget.", "Tryghedsteamets egen erfaring");
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        await LearningPeople.JoinAsync(town);
        town.Clock.SetDanish(2027, 2, 15, 10);
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task An_item_is_published_by_another_than_its_author_until_a_day()
    {
        await LearningPeople.SkipAsync(town, "VI", 2027, 11);
        var asked = new NewKnowledge(Guid.CreateVersion7(), Words, "everyone", "samtale/13-15", false);
        var number = (await KnowledgeItems.WriteAsync(town.Town, town["tryg1"], asked, Cancel)).Value;
        (await KnowledgeItems.WriteAsync(town.Town, town["tryg1"], asked, Cancel)).Value.ShouldBe(number);
        number.ShouldBe("VI-2027-012");
        (await KnowledgeItems.OneAsync(town.Town, town["paed1"], number, Cancel)).IsOk.ShouldBeFalse("a draft is the team's");
        var draft = (await KnowledgeItems.OneAsync(town.Town, town["tryg1"], number, Cancel)).Value;
        draft.ReviewBy.ShouldBeInRange(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 3, 2, 0, 0, 0, TimeSpan.Zero));

        var until = new DateOnly(2027, 8, 15);
        (await KnowledgeItems.ReviewAsync(town.Town, town["tryg1"], number, until, 1, Cancel)).Error.Code.ShouldBe("knowledge.own");
        (await KnowledgeItems.ReviewAsync(town.Town, town["tryg2"], number, new DateOnly(2028, 3, 1), 1, Cancel)).Error.Code.ShouldBe("knowledge.expires");
        (await KnowledgeItems.ReviewAsync(town.Town, town["paed1"], number, until, 1, Cancel)).Error.Code.ShouldBe("knowledge.not-found");
        (await KnowledgeItems.ReviewAsync(town.Town, town["tryg2"], number, until, 1, Cancel)).Value.ShouldBe(number);
        (await KnowledgeItems.ReviewAsync(town.Town, town["tryg2"], number, until, 1, Cancel)).Error.Code.ShouldBe("knowledge.stale");

        var item = (await KnowledgeItems.OneAsync(town.Town, town["paed1"], number, Cancel)).Value;
        (item.State, item.Author, item.Reviewer, item.ExpiresOn).ShouldBe(("published", town["tryg1"].Account, town["tryg2"].Account, until));
        (await KnowledgeItems.BesideAsync(town.Town, "samtale/13-15", null, Cancel)).ShouldHaveSingleItem().Number.ShouldBe(number);

        (await KnowledgeItems.ChangeAsync(town.Town, town["tryg2"], number, Words with { Title = "Film, der gør ondt" }, "everyone", null, false, 2, Cancel)).IsOk.ShouldBeTrue();
        (await KnowledgeItems.BesideAsync(town.Town, "samtale/13-15", null, Cancel)).ShouldBeEmpty("a change is a draft again");
        (await KnowledgeItems.ReviewAsync(town.Town, town["tryg2"], number, until, 3, Cancel)).Error.Code.ShouldBe("knowledge.own");
    }

    [Fact]
    public async Task The_database_refuses_to_publish_what_its_author_reviewed()
    {
        var number = (await KnowledgeItems.WriteAsync(town.Town, town["tryg1"], new NewKnowledge(Guid.CreateVersion7(), Words, "staff", null, false), Cancel)).Value;
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => work.ExecuteAsync(
            "update knowledge_item set state = 'published', reviewer_id = author_id, reviewed_at = now(), expires_on = '2027-08-15' where number = @number", new { number }, Cancel))).SqlState.ShouldBe("23514");
    }

    [Fact]
    public async Task What_is_for_the_staff_is_not_on_public_pages_and_a_name_is_refused()
    {
        var number = (await KnowledgeItems.WriteAsync(town.Town, town["tryg1"], new NewKnowledge(Guid.CreateVersion7(), Words, "staff", "samtale/13-15", false), Cancel)).Value;
        (await KnowledgeItems.ReviewAsync(town.Town, town["tryg2"], number, new DateOnly(2027, 8, 15), 1, Cancel)).IsOk.ShouldBeTrue();
        (await KnowledgeItems.BesideAsync(town.Town, "samtale/13-15", null, Cancel)).ShouldBeEmpty();
        (await KnowledgeItems.BesideAsync(town.Town, "samtale/13-15", town["paed1"], Cancel)).Count.ShouldBe(1);

        var named = Words with { Text = "Sara Prøvesen fik hjælp på 20 30 40 50." };
        (await KnowledgeItems.WriteAsync(town.Town, town["tryg1"], new NewKnowledge(Guid.CreateVersion7(), named, "staff", null, true), Cancel)).Error.Code.ShouldBe("sparring.person");
        (await KnowledgeItems.WriteAsync(town.Town, town["tryg1"], new NewKnowledge(Guid.CreateVersion7(), Words, "staff", "samtale/99", false), Cancel)).Error.Code.ShouldBe("knowledge.beside");
    }

    [Fact]
    public async Task What_has_expired_is_told_to_the_team_once_and_a_review_lets_it_hold_again()
    {
        var sheet = Library.Find("samtale", "13-15", "da")!;
        town.Clock.SetDanish(sheet.Expires.Year, sheet.Expires.Month, sheet.Expires.Day, 12);
        town.Clock.Advance(TimeSpan.FromDays(1));
        var today = sheet.Expires.AddDays(1);
        (await Reviews.StandingAsync(town.Town, sheet, Cancel)).IsExpired(today).ShouldBeTrue();
        var before = await NoticesAsync();
        await Reviews.RemindAsync(town.Town, Cancel);
        await Reviews.RemindAsync(town.Town, Cancel);
        (await NoticesAsync()).ShouldBe(before + 1);

        (await Reviews.ReviewAsync(town.Town, town["paed1"], sheet.Name, Guid.CreateVersion7(), today.AddMonths(6), Cancel)).IsOk.ShouldBeFalse();
        (await Reviews.ReviewAsync(town.Town, town["tryg1"], sheet.Name, Guid.CreateVersion7(), today.AddYears(2), Cancel)).Error.Code.ShouldBe("knowledge.expires");
        (await Reviews.ReviewAsync(town.Town, town["tryg1"], sheet.Name, Guid.CreateVersion7(), today.AddMonths(6), Cancel)).IsOk.ShouldBeTrue();
        var standing = await Reviews.StandingAsync(town.Town, Library.Find("samtale", "13-15", "en")!, Cancel);
        (standing.IsExpired(today), standing.By, standing.Sheet.Language).ShouldBe((false, town["tryg1"].Account, "en"));
    }

    private async Task<long> NoticesAsync()
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<long>("select count(*) from outbox where account_id = @me", new { me = town["tryg1"].Account.Value }, Cancel);
    }
}
