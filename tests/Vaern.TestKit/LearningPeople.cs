using Vaern.App.Accounts;
using Vaern.App.Learning.Sparring;
using Vaern.Data;

namespace Vaern.TestKit;

/// <summary>The people of journeys J7 and J8 who are not in every town: Malik at Lanternen and his leader, Anders of the team, Jonas at Fyrlund; Karina is told when an answer is late.</summary>
public static class LearningPeople
{
    public static async Task JoinAsync(TestTown town)
    {
        await town.AddUnitAsync("club", "Ungehuset Lanternen", "LANT-3318");
        await town.HireAsync("paed1", "Malik Torndal", "pedagogue", "LANT-3318");
        await town.HireAsync("leder5", "Gerda Vestkær", "leader", "LANT-3318");
        await town.HireAsync("tryg2", "Anders Fyhn", "safety_team");
        await town.HireAsync("laerer2", "Jonas Havrelund", "teacher", "FYRL-9035");
        if (await AnswerSparring.SetLeadsAsync(town.Town, town["tryg1"], [town["ssp2"].Account]) is { IsOk: false } refused)
        {
            throw new InvalidOperationException(refused.Error.ToString());
        }
    }

    /// <summary>Uses up numbers, so that the next is the one of the journey.</summary>
    public static async Task SkipAsync(TestTown town, string kind, int year, int count)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        for (var n = 0; n < count; n++)
        {
            await work.SingleAsync<long>("select next_number(@kind, @year)", new { kind, year });
        }

        await work.CommitAsync();
    }
}
