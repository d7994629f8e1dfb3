using Vaern.App.Cases;
using Vaern.TestKit;

namespace Vaern.App.Tests.Cases;

/// <summary>An exercise: the real steps, nothing real left behind.</summary>
public sealed class DrillTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task An_exercise_leaves_its_date_and_score_and_no_case_no_message_and_no_clock()
    {
        var before = await CountAsync();
        var id = Guid.CreateVersion7();
        (await Drills.BeginAsync(town.Town, town["leder1"], id, town.Tanghoj.Id, "P-BILLEDE")).IsOk.ShouldBeTrue();
        (await Drills.BeginAsync(town.Town, town["leder1"], id, town.Tanghoj.Id, "P-BILLEDE")).Value.ShouldBe(id);
        var steps = Playbook.All.Single(book => book.Id == "P-BILLEDE").Steps;
        (await Drills.FinishAsync(town.Town, town["leder1"], id)).Error.Code.ShouldBe("drill.open-steps");

        foreach (var (step, at) in steps.Select((step, at) => (step, at)))
        {
            (await Drills.AnswerAsync(town.Town, town["leder1"], id, step.Key, at switch { 0 => "could-not", 1 => "partly", _ => "could" })).IsOk.ShouldBeTrue();
        }

        town.Clock.SetDanish(2027, 2, 2, 10, 0);
        (await Drills.FinishAsync(town.Town, town["leder1"], id)).IsOk.ShouldBeTrue();
        (await Drills.AnswerAsync(town.Town, town["leder1"], id, steps[0].Key, "could")).Error.Code.ShouldBe("drill.done");

        var kept = (await Drills.OfUnitsAsync(town.Town, town["chef1"], [town.Tanghoj.Id])).Single(drill => drill.Id == id);
        (kept.Unit, kept.Playbook, kept.FinishedAt, kept.Score).ShouldBe((town.Tanghoj.Id, "P-BILLEDE", town.Clock.GetUtcNow(), 90));
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Only_ones_own_unit_is_practised_and_only_its_people_answer()
    {
        var id = Guid.CreateVersion7();
        (await Drills.BeginAsync(town.Town, town["leder1"], id, town.Fyrlund.Id, "P-BILLEDE")).Error.Code.ShouldBe("drill.unit");
        (await Drills.BeginAsync(town.Town, town["leder1"], id, town.Tanghoj.Id, "P-FINDES-IKKE")).Error.Code.ShouldBe("drill.playbook");
        await Drills.BeginAsync(town.Town, town["leder1"], id, town.Tanghoj.Id, "P-MOBNING");

        (await Drills.AnswerAsync(town.Town, town["leder2"], id, "tag-imod", "could")).Error.Code.ShouldBe("drill.not-found");
        (await Drills.AnswerAsync(town.Town, town["nogle1"], id, "tag-imod", "could")).IsOk.ShouldBeTrue();
        (await Drills.AnswerAsync(town.Town, town["nogle1"], id, "tag-imod", "perhaps")).Error.Code.ShouldBe("drill.answer");
        (await Drills.AnswerAsync(town.Town, town["nogle1"], id, "findes-ikke", "could")).Error.Code.ShouldBe("drill.answer");
    }

    [Theory]
    [InlineData(100, "could", "could")]
    [InlineData(75, "could", "partly")]
    [InlineData(33, "could", "could-not", "could-not")]
    [InlineData(0)]
    public void Half_is_half_and_the_score_is_rounded_down(int score, params string[] answers) => Drills.ScoreOf(answers).ShouldBe(score);

    private async Task<string> CountAsync()
    {
        await using var connection = await town.Postgres.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select concat_ws('/', (select count(*) from case_file), (select count(*) from task), (select count(*) from clock), (select count(*) from message), (select count(*) from entry), (select count(*) from outbox))";
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
