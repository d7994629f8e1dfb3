using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Cases;

/// <summary>Steps taken in another order, and steps of one more playbook.</summary>
public sealed class StepOrderTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task A_moved_step_keeps_where_it_stood_and_why_and_can_be_put_back()
    {
        var opened = await OpenAsync("digital-bullying");
        var before = await TasksAsync(opened);
        var moved = before[6];

        (await MoveTask.HandleAsync(town.Town, town["leder1"], opened.Id, moved.Id, 2, " ", moved.Version)).Error.Code.ShouldBe("reason.missing");
        (await MoveTask.HandleAsync(town.Town, town["leder1"], opened.Id, moved.Id, 99, "Mor venter.", moved.Version)).Error.Code.ShouldBe("task.place");
        (await MoveTask.HandleAsync(town.Town, town["leder1"], opened.Id, moved.Id, 2, "Mor venter i telefonen.", moved.Version)).IsOk.ShouldBeTrue();
        (await MoveTask.HandleAsync(town.Town, town["nogle1"], opened.Id, moved.Id, 3, "Samtidig.", moved.Version)).Error.Code.ShouldBe("task.stale");

        var after = await TasksAsync(opened);
        after[1].Id.ShouldBe(moved.Id);
        (after[1].MovedFrom, after[1].MovedReason).ShouldBe((7, "Mor venter i telefonen."));
        after.Select(task => task.Position).ShouldBe(Enumerable.Range(1, before.Count));
        after.Select(task => task.Id).Where(id => id != moved.Id).ShouldBe(before.Select(task => task.Id).Where(id => id != moved.Id));

        (await MoveTask.UndoAsync(town.Town, town["leder1"], opened.Id, moved.Id, after[1].Version)).IsOk.ShouldBeTrue();
        var back = await TasksAsync(opened);
        back.Select(task => task.Id).ShouldBe(before.Select(task => task.Id));
        back[6].MovedFrom.ShouldBeNull();
        (await MoveTask.UndoAsync(town.Town, town["leder1"], opened.Id, moved.Id, back[6].Version)).Error.Code.ShouldBe("task.not-moved");
        (await StreamVerifier.VerifyAsync(town.Town.Database)).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_playbook_comes_after_the_first_once_and_with_a_reason()
    {
        var opened = await OpenAsync("digital-bullying");
        var before = (await TasksAsync(opened)).Count;

        (await AddPlaybook.HandleAsync(town.Town, town["leder1"], opened.Id, "P-TRUSSEL", "")).Error.Code.ShouldBe("reason.missing");
        (await AddPlaybook.HandleAsync(town.Town, town["leder1"], opened.Id, "P-BILLEDE", "Et billede.")).Error.Code.ShouldBe("playbook.unknown");
        var added = (await AddPlaybook.HandleAsync(town.Town, town["leder1"], opened.Id, "P-TRUSSEL", "Der er også truet.")).Value;
        (await AddPlaybook.HandleAsync(town.Town, town["leder1"], opened.Id, "P-TRUSSEL", "Igen.")).Error.Code.ShouldBe("playbook.there");

        var tasks = await TasksAsync(opened);
        tasks.Count.ShouldBe(before + added);
        tasks[before].Step.ShouldBe("P-TRUSSEL/fare-nu");
    }

    [Fact]
    public async Task A_threat_at_a_school_follows_the_playbook_of_threats() =>
        (await TasksAsync(await OpenAsync("threat"))).ShouldAllBe(task => task.Step!.StartsWith("P-TRUSSEL/"));

    private async Task<OpenedCase> OpenAsync(string category) =>
        (await OpenCase.HandleAsync(
            town.Town, town["leder1"],
            new NewCase(Guid.CreateVersion7(), town.Tanghoj.Id, "school", category, false, "Noget i 8.B", null, false, null, "En elev beder om hjælp."))).Value;

    private async Task<IReadOnlyList<CaseTask>> TasksAsync(OpenedCase opened) => (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number)).Value.Tasks;
}
