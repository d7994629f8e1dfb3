using Vaern.App.Cases;
using Vaern.App.Workplace;
using Vaern.Data;

namespace Vaern.App.Tests.Workplace;

public sealed class FairnessTests(WorkplaceTown town) : IClassFixture<WorkplaceTown>
{
    private static readonly MeasureBody Body = new(
        "Keld Prøvesen", "Ansatte må ikke trues eller hænges ud.", "Opslaget med en privat adresse.", "Du kan kontakte os skriftligt.", "Skriv til Ydelseskontoret, eller klag til borgmesteren.");

    [Fact]
    public async Task A_measure_binds_when_the_letter_is_sent_and_is_over_by_itself()
    {
        var told = await town.TellAsync();
        town.Clock.SetDanish(2027, 1, 25, 9, 0);
        var id = Guid.CreateVersion7();
        (await CitizenMeasures.DecideAsync(town.Here, town["leder3"], told.Id, id, "written-only", new DateOnly(2027, 1, 25), new DateOnly(2027, 4, 22), Body)).IsOk.ShouldBeTrue();
        (await StateAsync(told)).ShouldBe("draft");
        (await CitizenMeasures.SentAsync(town.Here, town["leder3"], told.Id, id, null, 1)).IsOk.ShouldBeTrue();
        (await StateAsync(told)).ShouldBe("in-force");
        (await CitizenMeasures.StatementAsync(town.Here, town["leder3"], told.Id, id, "Jeg var vred. Brevet kom elleve dage for sent.", 2)).IsOk.ShouldBeTrue();
        (await town.FileAsync(told)).Measures[0].Statement.ShouldBe("Jeg var vred. Brevet kom elleve dage for sent.");

        town.Clock.SetDanish(2027, 4, 22, 23, 59);
        (await StateAsync(told)).ShouldBe("in-force");
        town.Clock.SetDanish(2027, 4, 23, 0, 1);
        (await StateAsync(told)).ShouldBe("over");
    }

    [Fact]
    public async Task A_measure_says_norm_reason_end_and_how_to_complain()
    {
        var told = await town.TellAsync();
        async Task<string> Decide(MeasureBody body, DateOnly? until = null, string login = "leder3") =>
            (await CitizenMeasures.DecideAsync(town.Here, town[login], told.Id, Guid.CreateVersion7(), "written-only", new DateOnly(2027, 1, 25), until ?? new DateOnly(2027, 4, 22), body)) is { IsOk: false } refused
                ? refused.Error.Code : "";
        (await Decide(Body with { Norm = "" })).ShouldBe("measure.norm-missing");
        (await Decide(Body with { Reason = " " })).ShouldBe("measure.reason-missing");
        (await Decide(Body with { Complaint = "" })).ShouldBe("measure.complaint-missing");
        (await Decide(Body, new DateOnly(2028, 2, 1))).ShouldBe("measure.days", "no longer than a year");
        (await Decide(Body, new DateOnly(2027, 1, 25))).ShouldBe("measure.days");
        await CaseAccess.GrantAsync(town.Here, town["leder3"], told.Id, town["amr1"].Account, writes: true, "Hjælp.");
        (await Decide(Body, login: "amr1")).ShouldBe("measure.not-leader");
    }

    [Fact]
    public async Task Nothing_in_the_database_can_name_a_citizens_own_case()
    {
        await using var work = await town.Here.Database.BeginAsync(Acting.System);
        var columns = await work.QueryAsync<string>(
            """
            select table_name || '.' || column_name from information_schema.columns
            where table_schema = 'public' and table_name in ('citizen_measure', 'workplace_room', 'workplace_act', 'sender_mark', 'case_person') and (column_name ~ 'social|citizen_|journal|cpr')
            """);
        columns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Repeats_exist_only_under_an_approved_condition_and_for_the_work_environment_lead()
    {
        var first = await town.TellAsync(WorkplaceTown.Told(name: "Keld Prøvesen"));
        (await Repeats.MarkAsync(town.Here, town["leder3"], first.Id)).Error.Code.ShouldBe("repeat.no-condition");
        (await Repeats.ApproveAsync(town.Here, town["leder3"], Guid.CreateVersion7(), town.Town.Ydelse.Id, "x", new DateOnly(2027, 1, 1), new DateOnly(2027, 12, 31))).Error.Code.ShouldBe("condition.not-dpo");
        (await Repeats.ApproveAsync(town.Here, town["dpo1"], Guid.CreateVersion7(), town.Town.Ydelse.Id, " ", new DateOnly(2027, 1, 1), new DateOnly(2027, 12, 31))).Error.Code.ShouldBe("condition.text-missing");
        (await Repeats.ApproveAsync(town.Here, town["dpo1"], Guid.CreateVersion7(), town.Town.Ydelse.Id, "Kun ved trusler.", new DateOnly(2027, 1, 1), new DateOnly(2028, 2, 1))).Error.Code.ShouldBe("condition.days");
        (await Repeats.ApproveAsync(town.Here, town["dpo1"], Guid.CreateVersion7(), town.Town.Ydelse.Id, "Kun ved trusler og private oplysninger.", new DateOnly(2027, 1, 1), new DateOnly(2027, 12, 31))).IsOk.ShouldBeTrue();

        var second = await town.TellAsync(WorkplaceTown.Told(name: " keld  PRØVESEN "), hour: 9);
        var third = await town.TellAsync(WorkplaceTown.Told(name: "Karla Prøvesen"), hour: 10);
        foreach (var told in new[] { first, second, third })
        {
            (await Repeats.MarkAsync(town.Here, town["leder3"], told.Id)).IsOk.ShouldBeTrue();
        }

        foreach (var login in new[] { "leder3", "dpo1", "amr1", "jur1" })
        {
            (await Repeats.ListAsync(town.Here, town[login])).Error.Code.ShouldBe("repeat.not-lead");
        }

        await using (var work = await town.Here.Database.BeginAsync(new Acting.Staff(town["leder3"].Account.Value)))
        {
            (await work.SingleAsync<long>("select count(*) from sender_mark")).ShouldBe(0, "row-level security");
        }

        var repeat = (await Repeats.ListAsync(town.Here, town["aml1"])).Value.ShouldHaveSingleItem();
        repeat.Cases.ShouldBe(2);
        (await ReadCase.HandleAsync(town.Here, town["aml1"], first.Number)).Error.Code.ShouldBe("case.not-found");
        (await Repeats.OpenAsync(town.Here, town["aml1"], repeat.Condition, repeat.Key, "")).Error.Code.ShouldBe("reason.missing");
        (await Repeats.SearchesAsync(town.Here, town["dpo1"], 1)).ShouldBeEmpty();
        var opened = (await Repeats.OpenAsync(town.Here, town["aml1"], repeat.Condition, repeat.Key, "Fælles samtale med borgeren.")).Value;
        opened.Count.ShouldBe(2);
        opened.ShouldAllBe(one => one.Unit == "Ydelseskontoret" && one.Owner == "Thomas Kvistrup");
        (await Repeats.SearchesAsync(town.Here, town["dpo1"], 1)).ShouldHaveSingleItem().Reason.ShouldBe("Fælles samtale med borgeren.");
        (await Repeats.SearchesAsync(town.Here, town["leder3"], 1)).ShouldBeEmpty();

        (await Repeats.EndAsync(town.Here, town["dpo1"], repeat.Condition)).IsOk.ShouldBeTrue();
        (await Repeats.ListAsync(town.Here, town["aml1"])).Value.ShouldBeEmpty();
        (await Repeats.OpenAsync(town.Here, town["aml1"], repeat.Condition, repeat.Key, "Igen.")).Error.Code.ShouldBe("repeat.not-found");
    }

    private async Task<string> StateAsync(ToldIncident told) => (await town.FileAsync(told)).Measures.ShouldHaveSingleItem().State;
}
